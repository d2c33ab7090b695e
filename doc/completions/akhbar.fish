# SPDX-License-Identifier: MIT
# Completion of akhbar's command line for fish.

function __akhbar_sections
    akhbar feeds list 2>/dev/null | string match -r '^@ .*' | string sub -s 3
end

function __akhbar_sources
    akhbar feeds list 2>/dev/null | string match -v -r '^@' | string split -f 1 \t
end

set -l commands refresh ahead list search show mark layout feeds rules doctor
set -l none "not __fish_seen_subcommand_from $commands"
complete -c akhbar -f
complete -c akhbar -n $none -a refresh -d 'Fetch the sources, without a screen'
complete -c akhbar -n $none -a ahead -d 'Bring whole articles for reading without a network'
complete -c akhbar -n $none -a list -d 'Print headlines'
complete -c akhbar -n $none -a search -d 'Find articles'
complete -c akhbar -n $none -a show -d 'Print one article'
complete -c akhbar -n $none -a mark -d 'Mark articles read, unread, starred or not'
complete -c akhbar -n $none -a layout -d 'Lay text out for a terminal'
complete -c akhbar -n $none -a feeds -d 'List and change the sources'
complete -c akhbar -n $none -a rules -d 'List, try and change the rules'
complete -c akhbar -n $none -a doctor -d 'What was found and chosen, and repair'

complete -c akhbar -l config -r -F -d 'Settings file'
complete -c akhbar -l feeds -r -F -d 'Feeds file'
complete -c akhbar -l db -r -F -d Store
complete -c akhbar -l log -r -F -d 'Log file'
complete -c akhbar -l lang -x -a 'ar en' -d 'Language of the words'
complete -c akhbar -s h -l help -d 'Print a summary'
complete -c akhbar -s v -l version -n $none -d 'Print the version'
complete -c akhbar -l bidi -n $none -x -a 'auto visual logical words' -d 'Who orders the letters'
complete -c akhbar -l tashkeel -n $none -x -a 'auto keep strip' -d 'Vowel marks'
complete -c akhbar -l isolate -n $none -x -a 'auto none lrm' -d 'A mark in every cell'

set -l filtered '__fish_seen_subcommand_from list search mark'
complete -c akhbar -n "$filtered" -l section -x -a '(__akhbar_sections)' -d 'Of one section'
complete -c akhbar -n "$filtered" -l feed -x -a '(__akhbar_sources)' -d 'Of one source'
complete -c akhbar -n "$filtered" -l since -x -d 'From a date, or an age such as 3d'
complete -c akhbar -n '__fish_seen_subcommand_from list search mark ahead' -l unread -d 'Only unread ones'
complete -c akhbar -n '__fish_seen_subcommand_from list search mark ahead' -l starred -d 'Only starred ones'
complete -c akhbar -n '__fish_seen_subcommand_from list search mark ahead rules' -l limit -x -d 'At most so many'
complete -c akhbar -n '__fish_seen_subcommand_from list search layout' -l json -d 'As JSON'
complete -c akhbar -n '__fish_seen_subcommand_from list search' -l content -d 'With texts'
complete -c akhbar -n '__fish_seen_subcommand_from list search show layout' -l width -x -d Columns
complete -c akhbar -n '__fish_seen_subcommand_from list search show layout' -l order -x -a 'visual logical auto' -d 'Order of letters'
complete -c akhbar -n '__fish_seen_subcommand_from show layout' -l justify -x -a 'none kashida spaces' -d 'Lines of equal length'
complete -c akhbar -n '__fish_seen_subcommand_from layout' -l dir -x -a 'auto rtl ltr' -d Direction
complete -c akhbar -n '__fish_seen_subcommand_from search' -l ranked -d 'The best first'
complete -c akhbar -n '__fish_seen_subcommand_from show' -l full -d 'From its page'
complete -c akhbar -n '__fish_seen_subcommand_from refresh feeds' -l force -d 'Ask again at once, or take the address as it is'
complete -c akhbar -n '__fish_seen_subcommand_from mark' -l guid -x -d 'By its id; - reads ids'
complete -c akhbar -n '__fish_seen_subcommand_from mark ahead' -l all -d 'All that fit'
complete -c akhbar -n '__fish_seen_subcommand_from feeds' -l section -x -a '(__akhbar_sections)' -d 'To this section'
complete -c akhbar -n '__fish_seen_subcommand_from feeds' -l opml -d 'As OPML'
complete -c akhbar -n '__fish_seen_subcommand_from doctor' -l terminal -d 'Test page'
complete -c akhbar -n '__fish_seen_subcommand_from doctor' -l check -d 'Read all of the store'
complete -c akhbar -n '__fish_seen_subcommand_from doctor' -l repair -d 'Save what can be read'
complete -c akhbar -n '__fish_seen_subcommand_from doctor' -l yes -d 'Without asking'

complete -c akhbar -n '__fish_seen_subcommand_from refresh ahead' -a '(__akhbar_sections)'
complete -c akhbar -n '__fish_seen_subcommand_from mark' -a 'read unread star unstar'
complete -c akhbar -n '__fish_seen_subcommand_from feeds' -a 'list add remove import export check discover'
complete -c akhbar -n '__fish_seen_subcommand_from rules' -a 'list check apply add remove import'
complete -c akhbar -n '__fish_seen_subcommand_from show layout feeds rules' -F
