# kpath_lazy(TARGET PREFIX NAME): the library NAME that pkg_check_modules(PREFIX ...) found is compiled against and not
# linked: its functions are looked up when they are called first (analyzer/base/lazy.h). KPATH_LAZY_PREFIX is what it is
# opened by; its Debian package is one more that ours depends on.
function(kpath_lazy target prefix name)
	find_library(KPATH_LAZY_${prefix} ${name} HINTS ${${prefix}_LIBRARY_DIRS} ${${prefix}_LIBDIR} REQUIRED)
	mark_as_advanced(KPATH_LAZY_${prefix})
	execute_process(COMMAND ${CMAKE_OBJDUMP} -p ${KPATH_LAZY_${prefix}} OUTPUT_VARIABLE header
		COMMAND_ERROR_IS_FATAL ANY)
	if(NOT header MATCHES "SONAME +([^\n]+)")
		message(FATAL_ERROR "${KPATH_LAZY_${prefix}} is no shared library")
	endif()
	set(opened ${CMAKE_MATCH_1})
	get_filename_component(dir ${KPATH_LAZY_${prefix}} DIRECTORY)
	if(NOT dir IN_LIST CMAKE_C_IMPLICIT_LINK_DIRECTORIES)
		# where the dynamic linker would not look
		set(opened ${dir}/${opened})
	endif()
	target_compile_definitions(${target} PRIVATE KPATH_LAZY_${prefix}="${opened}")
	target_include_directories(${target} SYSTEM PRIVATE ${${prefix}_INCLUDE_DIRS})
	target_compile_options(${target} PRIVATE ${${prefix}_CFLAGS_OTHER})
	execute_process(COMMAND dpkg-query -S */${CMAKE_MATCH_1} OUTPUT_VARIABLE owner RESULT_VARIABLE failed ERROR_QUIET)
	if(NOT failed AND owner MATCHES "^([^:,\n]+)")
		set_property(GLOBAL APPEND PROPERTY KPATH_LAZY_PACKAGES ${CMAKE_MATCH_1})
	endif()
endfunction()
