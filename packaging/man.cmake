# Manual pages, written by the program that was just built:
# cmake -DKPATH=FILE -DOUT=DIR -P man.cmake
file(REMOVE_RECURSE ${OUT})
file(MAKE_DIRECTORY ${OUT})

# page NAME ARGUMENT...
function(page name)
	execute_process(COMMAND ${KPATH} help ${ARGN} -f man -o ${OUT}/${name}.1
		COMMAND_ERROR_IS_FATAL ANY)
	execute_process(COMMAND gzip -9nf ${OUT}/${name}.1 COMMAND_ERROR_IS_FATAL ANY)
endfunction()

execute_process(COMMAND ${KPATH} complete -- "" OUTPUT_VARIABLE list COMMAND_ERROR_IS_FATAL ANY)
page(kpath)
string(REGEX REPLACE "\t[^\n]*" "" names "${list}")
string(REGEX MATCHALL "[^\n]+" names "${names}")
foreach(name ${names})
	if(NOT name MATCHES "^-")
		page(kpath-${name} ${name})
	endif()
endforeach()
