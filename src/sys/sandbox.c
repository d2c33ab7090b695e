/* SPDX-License-Identifier: MIT */
#include "sys/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <malloc.h>
#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sys/lang.h"
#include "sys/log.h"
#include "sys/paths.h"

#define LOG_MODULE "sandbox"
#define ADDRESS_SPACE (512ul << 20)
#define THREAD_STACK (256u << 10)

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define SANITIZED true
#endif
#endif
#ifndef SANITIZED
#define SANITIZED false
#endif

/* Both reserve far more addresses than they use, and look into their own memory. */
static bool
is_watched(void)
{
	const char *preload = getenv("LD_PRELOAD");
	return SANITIZED || (preload && strstr(preload, "vgpreload"));
}

/* ---- memory ---------------------------------------------------------------------- */

static void
limit_memory(void)
{
	struct rlimit none = {0, 0};
	setrlimit(RLIMIT_CORE, &none);
	/* the resolver makes a thread for each name: small stacks and one heap, or
	 * two hundred of them would eat the addresses below */
	mallopt(M_ARENA_MAX, 1);
	/* bodies of feeds go back to the system when freed, and leave no holes */
	mallopt(M_MMAP_THRESHOLD, 256 << 10);
	mallopt(M_TRIM_THRESHOLD, 4 << 20);
	pthread_attr_t small;
	if (pthread_attr_init(&small) == 0) {
		if (pthread_attr_setstacksize(&small, THREAD_STACK) == 0)
			pthread_setattr_default_np(&small);
		pthread_attr_destroy(&small);
	}
	struct rlimit space = {ADDRESS_SPACE, ADDRESS_SPACE};
	if (!is_watched() && setrlimit(RLIMIT_AS, &space) < 0)
		LOGW("no limit of memory: %s", strerror(errno));
}

/* ---- Landlock (5.13 and later): raw calls, as libc has none ------------------------- */

#ifndef __NR_landlock_create_ruleset
#define __NR_landlock_create_ruleset 444
#define __NR_landlock_add_rule 445
#define __NR_landlock_restrict_self 446
#endif

/* Our own copy of the kernel's structures: headers of the system may be older
 * than its kernel. */
struct ruleset {
	uint64_t files, net, scoped;
};
struct path_rule {
	uint64_t access;
	int32_t fd;
} __attribute__((packed));

enum {
	FS_EXECUTE = 1 << 0,
	FS_WRITE_FILE = 1 << 1,
	FS_READ_FILE = 1 << 2,
	FS_READ_DIR = 1 << 3,
	FS_REMOVE_FILE = 1 << 5,
	FS_MAKE_REG = 1 << 8,
	FS_ABI1 = (1 << 13) - 1,
	FS_REFER = 1 << 13,
	FS_TRUNCATE = 1 << 14,
	FS_IOCTL_DEV = 1 << 15,
	NET_BIND_TCP = 1 << 0,
	NET_CONNECT_TCP = 1 << 1,
	SCOPE_ABSTRACT_SOCKET = 1 << 0,
	SCOPE_SIGNAL = 1 << 1,
};

#define FOR_READING (FS_READ_FILE | FS_READ_DIR)
#define FOR_WRITING (FOR_READING | FS_WRITE_FILE | FS_REMOVE_FILE | FS_MAKE_REG | FS_TRUNCATE)

static int
landlock_abi(void)
{
	return (int)syscall(__NR_landlock_create_ruleset, NULL, 0, 1u);
}

static void
allow(int ruleset, const char *path, uint64_t access)
{
	struct stat st;
	int fd = open(path, O_PATH | O_CLOEXEC);
	if (fd < 0)
		return;
	if (fstat(fd, &st) == 0 && !S_ISDIR(st.st_mode))
		access &= FS_WRITE_FILE | FS_READ_FILE | FS_TRUNCATE;
	struct path_rule rule = {access, fd};
	if (syscall(__NR_landlock_add_rule, ruleset, 1, &rule, 0u) < 0)
		LOGW("landlock, %s: %s", path, strerror(errno));
	close(fd);
}

/* Libraries: iconv and the resolver load modules when needed. */
static const char *const libraries[] = {
	"/etc/ld.so.cache", "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/nix/store",
	"/gnu/store",
};

bool
sandbox_reads_beside(const void *function)
{
	Dl_info where;
	if (!function || !dladdr(function, &where) || !where.dli_fname)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(libraries); i++) {
		size_t n = strlen(libraries[i]);
		if (strncmp(where.dli_fname, libraries[i], n) == 0 && where.dli_fname[n] == '/')
			return true;
	}
	return false;
}

/* Certificates, resolver files. */
static const char *const network[] = {
	"/etc", "/usr/share/ca-certificates", "/usr/local/share/ca-certificates", "/usr/share/pki",
	"/usr/share/zoneinfo", "/var/lib/ca-certificates",
	"/run/systemd/resolve", "/run/resolvconf", "/run/NetworkManager", "/run/nscd",
	"/dev/urandom", "/dev/random", "/proc/sys/net", "/proc/meminfo", "/sys/devices/system/cpu",
};

static void
allow_system(int ruleset, uint64_t access, bool offline)
{
	for (size_t i = 0; i < ARRAY_LEN(libraries); i++)
		allow(ruleset, libraries[i], access);
	/* words are loaded when first shown: the system's and our own */
	allow(ruleset, "/usr/share/locale", access);
	char *locale = path_shipped("locale");
	if (locale)
		allow(ruleset, locale, access);
	free(locale);
	if (offline)
		return;
	for (size_t i = 0; i < ARRAY_LEN(network); i++)
		allow(ruleset, network[i], access);
	/* where certificates may be named */
	static const char *const named[] = {"CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR"};
	for (size_t i = 0; i < ARRAY_LEN(named); i++)
		if (getenv(named[i]))
			allow(ruleset, getenv(named[i]), access);
}

static bool
confine_files(const struct sandbox_paths *paths)
{
	int abi = landlock_abi();
	if (abi < 1)
		return false;
	struct ruleset all = {.files = FS_ABI1};
	if (abi >= 2)
		all.files |= FS_REFER;
	if (abi >= 3)
		all.files |= FS_TRUNCATE;
	if (abi >= 4)
		all.net = NET_BIND_TCP | (paths->offline ? NET_CONNECT_TCP : 0); /* nothing here listens */
	if (abi >= 5)
		all.files |= FS_IOCTL_DEV;
	if (abi >= 6)
		all.scoped = SCOPE_ABSTRACT_SOCKET | SCOPE_SIGNAL;
	size_t size = abi >= 6 ? 24 : abi >= 4 ? 16 : 8;
	int ruleset = (int)syscall(__NR_landlock_create_ruleset, &all, size, 0u);
	if (ruleset < 0)
		return false;
	allow_system(ruleset, FOR_READING & all.files, paths->offline);
	if (is_watched()) /* a leak check reads the process's own maps */
		allow(ruleset, "/proc", FOR_READING & all.files);
	allow(ruleset, "/dev/null", (FS_READ_FILE | FS_WRITE_FILE) & all.files);
	for (size_t i = 0; i < paths->read_n; i++)
		allow(ruleset, paths->read[i], FOR_READING & all.files);
	for (size_t i = 0; i < paths->write_n; i++)
		allow(ruleset, paths->write[i], FOR_WRITING & all.files);
	bool done = syscall(__NR_landlock_restrict_self, ruleset, 0u) == 0;
	close(ruleset);
	return done;
}

/* ---- seccomp: a deny-list -------------------------------------------------------------- */

#if defined(__x86_64__)
#define OUR_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define OUR_ARCH AUDIT_ARCH_AARCH64
#elif defined(__riscv) && __riscv_xlen == 64
#define OUR_ARCH AUDIT_ARCH_RISCV64
#else
#define OUR_ARCH 0 /* its list was never tried: none is used */
#endif

static const int denied[] = {
	/* other programs, other processes */
	__NR_execve, __NR_execveat, __NR_ptrace, __NR_process_vm_readv, __NR_process_vm_writev,
	__NR_kcmp, __NR_setns, __NR_unshare, __NR_personality,
	/* mounts and roots */
	__NR_mount, __NR_umount2, __NR_pivot_root, __NR_chroot, __NR_swapon, __NR_swapoff,
	__NR_name_to_handle_at, __NR_open_by_handle_at, __NR_quotactl, __NR_acct,
	/* the kernel itself */
	__NR_init_module, __NR_finit_module, __NR_delete_module, __NR_kexec_load, __NR_reboot,
	__NR_bpf, __NR_perf_event_open, __NR_userfaultfd, __NR_add_key, __NR_request_key,
	__NR_keyctl, __NR_syslog, __NR_settimeofday, __NR_clock_settime, __NR_adjtimex,
	__NR_clock_adjtime, __NR_sethostname, __NR_setdomainname, __NR_vhangup,
#ifdef __NR_kexec_file_load
	__NR_kexec_file_load,
#endif
#ifdef __NR_iopl
	__NR_iopl, __NR_ioperm, __NR_modify_ldt,
#endif
#ifdef __NR_uselib
	__NR_uselib,
#endif
	/* rings go round this list; pidfd_getfd takes others' files */
#ifdef __NR_io_uring_setup
	__NR_io_uring_setup, __NR_io_uring_enter, __NR_io_uring_register,
#endif
#ifdef __NR_open_tree
	__NR_open_tree, __NR_move_mount, __NR_fsopen, __NR_fsconfig, __NR_fsmount, __NR_fspick,
#endif
#ifdef __NR_pidfd_getfd
	__NR_pidfd_getfd,
#endif
#ifdef __NR_mount_setattr
	__NR_mount_setattr,
#endif
};

#define DENY BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM)

static bool
confine_calls(bool offline)
{
	if (!OUR_ARCH)
		return false;
	struct sock_filter code[10 + 2 * ARRAY_LEN(denied)];
	unsigned short n = 0;
	code[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch));
	code[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, OUR_ARCH, 1, 0);
	code[n++] = (struct sock_filter)DENY; /* another numbering of calls: 32 bit */
	code[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
#if defined(__x86_64__)
	code[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1); /* x32 */
	code[n++] = (struct sock_filter)DENY;
#endif
	for (size_t i = 0; i < ARRAY_LEN(denied); i++) {
		/* the leak check of a sanitizer stops its own process with it */
		if (denied[i] == __NR_ptrace && is_watched())
			continue;
		code[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)denied[i], 0, 1);
		code[n++] = (struct sock_filter)DENY;
	}
	if (offline) {
		code[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_socket, 0, 1);
		code[n++] = (struct sock_filter)DENY;
	}
	code[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	struct sock_fprog program = {.len = n, .filter = code};
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

/* ---- both ------------------------------------------------------------------------------- */

void
sandbox_enter(const struct sandbox_paths *paths)
{
	limit_memory();
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		LOGW("no_new_privs: %s", strerror(errno));
	if (!is_watched())
		prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	if (!confine_files(paths))
		LOGI("this kernel has no Landlock: files are not confined");
	if (!confine_calls(paths->offline))
		LOGI("system calls are not confined: %s", strerror(errno));
}

void
sandbox_words(struct buf *out)
{
	int abi = landlock_abi();
	if (is_watched())
		buf_add_str(out, _("no limit of memory (a checker watches)"));
	else
		buf_printf(out, _("%lu MB of memory at most"), ADDRESS_SPACE >> 20);
	buf_add_str(out, _(", no new privileges, no core files, "));
	if (abi >= 1)
		buf_printf(out, _("files confined (Landlock %d), "), abi);
	else
		buf_add_str(out, _("files not confined (this kernel has no Landlock), "));
	if (OUR_ARCH && prctl(PR_GET_SECCOMP, 0, 0, 0, 0) >= 0)
		buf_add_str(out, _("no programs started (seccomp)"));
	else
		buf_add_str(out, _("system calls not confined (no seccomp)"));
}
