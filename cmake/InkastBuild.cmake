# What every target of this project shares: language, warnings, hardening,
# sanitizers, where results go, and two ways to declare a target.

include(CheckCCompilerFlag)
include(CheckLinkerFlag)
include(GNUInstallDirs)

set(CMAKE_C_STANDARD 11)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

# inkast_probe(TARGET KIND FLAG...): the flags this compiler takes, no others.
# KIND is COMPILE or LINK.
function(inkast_probe target kind)
	foreach(flag IN LISTS ARGN)
		string(MAKE_C_IDENTIFIER "HAVE_${kind}_${flag}" have)
		if(kind STREQUAL "COMPILE")
			set(CMAKE_REQUIRED_FLAGS "-Werror")
			check_c_compiler_flag("${flag}" ${have})
			if(${have})
				target_compile_options(${target} INTERFACE "${flag}")
			endif()
		else()
			check_linker_flag(C "${flag}" ${have})
			if(${have})
				target_link_options(${target} INTERFACE "${flag}")
			endif()
		endif()
	endforeach()
endfunction()

# strict: warnings are errors, on gcc and clang alike.
add_library(strict INTERFACE)
inkast_probe(strict COMPILE
	-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion
	-Wcast-qual -Wwrite-strings -Wstrict-prototypes -Wmissing-prototypes
	-Wformat=2 -Wundef -Wvla -Wswitch-enum -Wnull-dereference
	-Wimplicit-fallthrough)
target_compile_options(strict INTERFACE -Werror)

# hardened: what the compiler and the linker can do against a bug of ours.
# Only the release build gets all of it: sanitizers and _FORTIFY_SOURCE do not
# go together, and the latter needs optimisation.
add_library(hardened INTERFACE)
if(NOT INKAST_SANITIZE)
	inkast_probe(hardened COMPILE
		-fstack-protector-strong -fstack-clash-protection
		-fcf-protection=full -ftrivial-auto-var-init=zero
		-fzero-call-used-regs=used-gpr)
	target_compile_options(hardened INTERFACE
		$<$<CONFIG:Release>:-U_FORTIFY_SOURCE>
		$<$<CONFIG:Release>:-D_FORTIFY_SOURCE=3>)
endif()
inkast_probe(hardened COMPILE
	-fno-delete-null-pointer-checks -fno-strict-overflow)
inkast_probe(hardened LINK
	-Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack -Wl,-z,nodlopen
	-Wl,-z,separate-code -Wl,--as-needed -pie)
target_compile_options(hardened INTERFACE -fPIE)

add_library(sanitized INTERFACE)
if(INKAST_SANITIZE)
	target_compile_options(sanitized INTERFACE
		-fsanitize=${INKAST_SANITIZE} -fno-sanitize-recover=all
		-fno-omit-frame-pointer)
	target_link_options(sanitized INTERFACE -fsanitize=${INKAST_SANITIZE})
	# A sanitizer's runtime makes system calls of its own and calls the
	# real free(): the seccomp filter and zero-on-free step aside. This is a
	# build of its own: no option of a release does it.
	target_compile_definitions(sanitized INTERFACE INKAST_SANITIZED=1)
endif()
if(INKAST_FUZZ)
	target_compile_options(sanitized INTERFACE -fsanitize=fuzzer-no-link)
endif()

add_library(coverage INTERFACE)
if(INKAST_COVERAGE)
	target_compile_options(coverage INTERFACE --coverage)
	target_link_options(coverage INTERFACE --coverage)
endif()

# inkast_common(TARGET): what library and program have in common. Includes are
# written from the root, so that an include is an arrow between zones.
function(inkast_common target)
	target_include_directories(${target} PRIVATE
		"${CMAKE_SOURCE_DIR}" "${CMAKE_BINARY_DIR}/generated")
	target_compile_definitions(${target} PRIVATE
		_GNU_SOURCE INKAST_VERSION="${PROJECT_VERSION}")
	target_link_libraries(${target} PRIVATE
		strict hardened sanitized coverage)
endfunction()

# inkast_library(NAME SOURCES file... [LINK target...])
function(inkast_library name)
	cmake_parse_arguments(A "" "" "SOURCES;LINK" ${ARGN})
	add_library(${name} STATIC ${A_SOURCES})
	inkast_common(${name})
	target_link_libraries(${name} PUBLIC ${A_LINK})
endfunction()

# inkast_program(NAME [DIR bin|libexec|bench|tests] SOURCES file... [LINK target...])
function(inkast_program name)
	cmake_parse_arguments(A "" "DIR" "SOURCES;LINK" ${ARGN})
	if(NOT A_DIR)
		set(A_DIR bin)
	endif()
	add_executable(${name} ${A_SOURCES})
	inkast_common(${name})
	target_link_libraries(${name} PRIVATE ${A_LINK})
	set_target_properties(${name} PROPERTIES
		RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/${A_DIR}")
endfunction()

# inkast_unit_test(NAME LABEL label [COST seconds] SOURCES file... [LINK
# target...]): a cmocka program that ctest runs under its own name. COST, for one
# that takes long: ctest begins with those, so that none is left alone at the end.
function(inkast_unit_test name)
	cmake_parse_arguments(A "" "LABEL;COST" "SOURCES;LINK" ${ARGN})
	if(NOT A_COST)
		set(A_COST 0)
	endif()
	inkast_program(${name} DIR tests SOURCES ${A_SOURCES}
		LINK ${A_LINK} PkgConfig::CMOCKA)
	add_test(NAME ${name} COMMAND ${name})
	set_tests_properties(${name} PROPERTIES LABELS "${A_LABEL}" TIMEOUT 600
		COST ${A_COST})
endfunction()

find_package(PkgConfig REQUIRED)
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium>=1.0.18)
pkg_check_modules(MICROHTTPD REQUIRED IMPORTED_TARGET libmicrohttpd>=0.9.75)
pkg_check_modules(SQLITE REQUIRED IMPORTED_TARGET sqlite3>=3.40)
pkg_check_modules(SECCOMP REQUIRED IMPORTED_TARGET libseccomp>=2.5.4)
pkg_check_modules(JANSSON REQUIRED IMPORTED_TARGET jansson>=2.14)
pkg_check_modules(INIH REQUIRED IMPORTED_TARGET inih)
pkg_check_modules(QRENCODE REQUIRED IMPORTED_TARGET libqrencode>=4.0)
if(INKAST_TESTS)
	pkg_check_modules(CMOCKA REQUIRED IMPORTED_TARGET cmocka>=1.1.5)
endif()
set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads REQUIRED)
