# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# Steps with a limit, for scripts that nobody watches: sourced by scripts/test.
#
# What a step runs has no terminal and no input, writes to a file, and is a session of its own: so nothing
# that it leaves behind can hold the output of whoever called us, and all of it is ended with the step, also
# what made itself a daemon. The caller may set
#   steps_limit   seconds for all steps together (an hour unless told)
# and gets
#   steps_failed  an array: a sentence for each step that did not end well
# step_finish must be called at the end (a trap on EXIT does it).

steps_failed=()
steps_start=$SECONDS
: "${steps_limit:=3600}"
steps_pid=
# what every process of ours, however far down, has in its environment
steps_mark=$$-$(date +%s%N)
# ten looks a second would do no harm, but nobody needs them
steps_look=${KPATH_STEPS_LOOK:-1}

# said WORD...: a line of progress, with the time since the beginning
said()
{
	local t=$((SECONDS - steps_start))

	printf '[%02d:%02d] %s\n' $((t / 60)) $((t % 60)) "$*"
}

# The processes that carry our mark, this shell left out.
steps_ours()
{
	local f

	grep -lszxF "KPATH_STEP=$steps_mark" /proc/[0-9]*/environ | while read -r f; do
		f=${f%/environ}
		[ "${f#/proc/}" = $$ ] || echo "${f#/proc/}"
	done
	return 0
}

# Ends everything that a step left, first politely.
steps_end()
{
	local signal list n

	for signal in TERM KILL; do
		[ -z "$steps_pid" ] || kill -$signal -- "-$steps_pid" 2> /dev/null || true
		mapfile -t list < <(steps_ours)
		[ ${#list[@]} -gt 0 ] || break
		kill -$signal "${list[@]}" 2> /dev/null || true
		for n in 1 2 3 4 5; do
			mapfile -t list < <(steps_ours)
			[ ${#list[@]} -gt 0 ] || break 2
			sleep "0.$n"
		done
	done
	steps_pid=
}

# shown FILE FROM: what the file has since that byte, as far as whole lines go; sets steps_seen
steps_shown()
{
	local size

	size=$(stat -c %s "$1" 2> /dev/null) || size=0
	[ "$size" -gt "$2" ] && tail -c "+$(($2 + 1))" "$1" | head -c $((size - $2))
	steps_seen=$size
}

# step [-v] [-s CODE] NAME SECONDS LOG COMMAND...: runs the command; -v: shows its output as it comes, else
# only the end of it where the command fails; -s: this exit code is no failure. Fails where the command
# does or takes longer, and adds a sentence to steps_failed.
step()
{
	local verbose=0 fine=0 name limit log start end quiet code=0 left

	while :; do
		case $1 in
		-v) verbose=1 ;;
		-s) fine=$2; shift ;;
		*) break ;;
		esac
		shift
	done
	name=$1 limit=$2 log=$3
	shift 3
	left=$((steps_limit - (SECONDS - steps_start)))
	if [ $left -le 0 ]; then
		steps_failed+=("$name: not begun, the $steps_limit s for everything are over")
		return 1
	fi
	[ "$left" -ge "$limit" ] || limit=$left
	said "$name: begins (at most $limit s)"
	start=$SECONDS end=$((SECONDS + limit)) quiet=$SECONDS steps_seen=0
	: > "$log"
	KPATH_STEP=$steps_mark setsid "$@" > "$log" 2>&1 < /dev/null &
	steps_pid=$!
	while kill -0 $steps_pid 2> /dev/null; do
		if [ $SECONDS -ge $end ]; then
			code=124
			break
		fi
		sleep "$steps_look"
		if [ $verbose -eq 1 ]; then
			left=$steps_seen
			steps_shown "$log" "$steps_seen"
			[ "$steps_seen" -eq "$left" ] || quiet=$SECONDS
		fi
		if [ $((SECONDS - quiet)) -ge 60 ]; then
			said "$name: $((SECONDS - start)) s so far"
			quiet=$SECONDS
		fi
	done
	if [ $code -eq 0 ]; then
		wait $steps_pid || code=$?
	fi
	left=$steps_pid
	steps_end
	[ $code -ne 124 ] || wait "$left" 2> /dev/null || true
	[ $verbose -eq 0 ] || steps_shown "$log" "$steps_seen"
	case $code in
	0|"$fine")
		said "$name: done in $((SECONDS - start)) s"
		return 0 ;;
	esac
	[ $verbose -eq 1 ] || tail -n 60 "$log"
	if [ $code -eq 124 ] && [ $SECONDS -ge $end ]; then
		steps_failed+=("$name: ended after $limit s, its limit; the last line in $log: $(tail -n 1 "$log")")
	else
		steps_failed+=("$name: exit code $code, see $log")
	fi
	said "FAILED: ${steps_failed[-1]}"
	return 1
}

# Tells what failed; the exit code for the script. Nothing of ours runs on.
step_finish()
{
	steps_end
	if [ ${#steps_failed[@]} -ne 0 ]; then
		printf 'FAILED: %s\n' "${steps_failed[@]}"
		return 1
	fi
}
