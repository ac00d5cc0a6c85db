# SPDX-License-Identifier: MIT
# fish: what can be completed is asked of kpath itself.

function __kpath_ask
    set -l before (commandline -opc)
    set -l cur (commandline -ct)
    set -l quoted (string unescape -- "$cur"; or string trim -l -c "'\"" -- "$cur")
    for line in ($before[1] complete -q -- $before[2..-1] "$quoted" 2>/dev/null)
        if test "$line" = :files
            __fish_complete_path $cur
        else
            printf '%s\n' $line
        end
    end
end

complete -c kpath -f -a '(__kpath_ask)'
