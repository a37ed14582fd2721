# Where ML-KEM-768 (FIPS 203) and SHA-3 (FIPS 202) come from: libsodium when the
# installed one has them (1.0.22 and later), else PQClean's C sources out of the
# npm package "pqclean", else nowhere: then there are no post-quantum keys.
#
# At configure time, for PQClean only: npm (and node) on PATH, and the network
# when third_party/node_modules is not what third_party/pqclean.sha256 says.
#
# Sets INKAST_MLKEM_FROM to sodium, pqclean or none.

include(CheckSourceCompiles)

set(INKAST_MLKEM "auto" CACHE STRING
	"Where ML-KEM-768 comes from: auto, sodium, pqclean or none")
set_property(CACHE INKAST_MLKEM PROPERTY STRINGS auto sodium pqclean none)
if(NOT INKAST_MLKEM MATCHES "^(auto|sodium|pqclean|none)$")
	message(FATAL_ERROR "INKAST_MLKEM is \"${INKAST_MLKEM}\": expected "
		"auto, sodium, pqclean or none")
endif()

set(INKAST_THIRD_PARTY "${CMAKE_SOURCE_DIR}/third_party" CACHE PATH
	"Folder of package.json and its lock file, where npm unpacks PQClean")

# All that we call, and that it links: a header alone proves nothing.
function(inkast_find_sodium_mlkem out)
	set(CMAKE_REQUIRED_LIBRARIES PkgConfig::SODIUM)
	check_source_compiles(C "
		#include <sodium.h>
		int
		main(void)
		{
			unsigned char b[4096] = {0};
			int r = crypto_kem_mlkem768_seed_keypair(b, b, b);
			r |= crypto_kem_mlkem768_enc_deterministic(b, b, b, b);
			r |= crypto_kem_mlkem768_dec(b, b, b);
			r |= crypto_hash_sha3256(b, b, 1);
			r |= crypto_xof_shake256(b, 1, b, 1);
			return r;
		}" INKAST_SODIUM_HAS_MLKEM)
	set(${out} "${INKAST_SODIUM_HAS_MLKEM}" PARENT_SCOPE)
endfunction()

# What is compiled in is pinned, file by file, not what npm says of it: unpacked
# files may be changed or half deleted. In the format of sha256sum -c. Sources
# are taken from this list, so that none is compiled that is not in it.
set(inkast_pqclean_list "${CMAKE_SOURCE_DIR}/third_party/pqclean.sha256")
set(inkast_pqclean "node_modules/pqclean/deps/PQClean")
set(inkast_pqclean_kem "${inkast_pqclean}/crypto_kem/ml-kem-768/clean")
set(inkast_pqclean_common "${inkast_pqclean}/common")
file(STRINGS "${inkast_pqclean_list}" inkast_pqclean_files)
list(TRANSFORM inkast_pqclean_files REPLACE "^[0-9a-f]+  " "")

# The first of the files that is not what the list says, if any. Headers beyond
# the list count too: they could stand before the system's.
function(inkast_find_damage out)
	set(${out} "" PARENT_SCOPE)
	file(STRINGS "${inkast_pqclean_list}" pinned)
	foreach(line IN LISTS pinned)
		string(REGEX MATCH "^([0-9a-f]+)  (.+)$" line "${line}")
		set(wanted "${CMAKE_MATCH_1}")
		set(name "${CMAKE_MATCH_2}")
		set(sum missing)
		if(EXISTS "${INKAST_THIRD_PARTY}/${name}")
			file(SHA256 "${INKAST_THIRD_PARTY}/${name}" sum)
		endif()
		if(NOT sum STREQUAL wanted)
			set(${out} "${name}" PARENT_SCOPE)
			return()
		endif()
	endforeach()
	file(GLOB headers RELATIVE "${INKAST_THIRD_PARTY}"
		"${INKAST_THIRD_PARTY}/${inkast_pqclean_kem}/*.h"
		"${INKAST_THIRD_PARTY}/${inkast_pqclean_common}/*.h")
	list(REMOVE_ITEM headers ${inkast_pqclean_files})
	if(headers)
		list(GET headers 0 name)
		set(${out} "${name}" PARENT_SCOPE)
	endif()
endfunction()

# Let npm unpack it: --ignore-scripts, so that nothing of it runs here.
function(inkast_fetch_pqclean out)
	set(${out} FALSE PARENT_SCOPE)
	find_program(NPM npm)
	if(NOT NPM)
		message(WARNING "npm was not found: it fetches PQClean's ML-KEM; "
			"install npm, or use libsodium 1.0.22 or later")
		return()
	endif()
	message(STATUS "Fetching PQClean into ${INKAST_THIRD_PARTY}")
	# A registry that does not answer: npm would try for many minutes.
	execute_process(
		COMMAND "${NPM}" ci --ignore-scripts --no-audit --no-fund
		WORKING_DIRECTORY "${INKAST_THIRD_PARTY}" TIMEOUT 300
		RESULT_VARIABLE failed OUTPUT_QUIET ERROR_VARIABLE why)
	if(failed)
		message(WARNING "npm ci in ${INKAST_THIRD_PARTY} failed "
			"(${failed}):\n${why}")
		return()
	endif()
	set(${out} TRUE PARENT_SCOPE)
endfunction()

# Not there and not to be had is one thing: then there are no post-quantum keys.
# There, and not what we know, is another: then there is no build.
function(inkast_find_pqclean out)
	set(${out} TRUE PARENT_SCOPE)
	inkast_find_damage(damage)
	if(NOT damage)
		return()
	endif()
	# Build folders may be configured side by side. A file of its own: cmake
	# empties what it locks, and ends where it cannot even open that.
	set(lock "${INKAST_THIRD_PARTY}/.lock")
	execute_process(COMMAND "${CMAKE_COMMAND}" -E touch "${lock}"
		RESULT_VARIABLE unlocked OUTPUT_QUIET ERROR_QUIET)
	if(NOT unlocked)
		file(LOCK "${lock}" GUARD FUNCTION TIMEOUT 600
			RESULT_VARIABLE unlocked)
	endif()
	set(must_match FALSE)
	if(EXISTS "${INKAST_THIRD_PARTY}/node_modules/pqclean")
		set(must_match TRUE)
	endif()
	inkast_find_damage(damage)
	if(damage AND unlocked)
		message(WARNING "${INKAST_THIRD_PARTY} cannot be written or "
			"locked, so nothing is fetched into it (${unlocked})")
	elseif(damage)
		inkast_fetch_pqclean(fetched)
		if(fetched)
			set(must_match TRUE)
		endif()
		inkast_find_damage(damage)
	endif()
	if(damage AND must_match)
		message(FATAL_ERROR "${INKAST_THIRD_PARTY}/${damage} is not the "
			"file whose SHA-256 third_party/pqclean.sha256 has, and "
			"npm ci did not bring that: it was changed, or not wholly "
			"fetched. Remove ${INKAST_THIRD_PARTY}/node_modules and "
			"configure again where npm reaches its registry; if it is "
			"the same again, do not build with it, and report it")
	elseif(damage)
		set(${out} FALSE PARENT_SCOPE)
	endif()
endfunction()

# The C files of ML-KEM-768 and of FIPS 202, no others. Not ours, so without our
# warnings; with our hardening. A section for each function: the linker leaves
# out what nothing calls, and that is how no server program has decapsulation.
function(inkast_add_pqclean)
	set(files ${inkast_pqclean_files})
	list(TRANSFORM files PREPEND "${INKAST_THIRD_PARTY}/")
	# One that is changed later is looked at again before it is compiled.
	set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS
		${files} "${inkast_pqclean_list}")
	list(FILTER files INCLUDE REGEX "/ml-kem-768/clean/[^/]+[.]c$")
	add_library(pqclean STATIC
		"${CMAKE_SOURCE_DIR}/crypto/core/pqclean_fips202.c" ${files})
	target_include_directories(pqclean SYSTEM
		PUBLIC "${INKAST_THIRD_PARTY}/${inkast_pqclean_kem}"
			"${INKAST_THIRD_PARTY}/${inkast_pqclean_common}"
		PRIVATE "${CMAKE_SOURCE_DIR}")
	target_compile_definitions(pqclean PRIVATE _GNU_SOURCE)
	# Optimised in every build: tests make and open thousands of keys, and
	# nobody steps through it.
	target_compile_options(pqclean PRIVATE -ffunction-sections -O2)
	target_link_options(pqclean INTERFACE -Wl,--gc-sections)
	target_link_libraries(pqclean PRIVATE hardened)
	# A fuzzer's marks in the code would keep what nothing calls; and it is
	# not what we fuzz.
	if(NOT INKAST_FUZZ)
		target_link_libraries(pqclean PRIVATE sanitized)
	endif()
endfunction()

set(INKAST_MLKEM_FROM none)
if(INKAST_MLKEM MATCHES "^(auto|sodium)$")
	inkast_find_sodium_mlkem(found)
	if(found)
		set(INKAST_MLKEM_FROM sodium)
	elseif(INKAST_MLKEM STREQUAL "sodium")
		message(FATAL_ERROR "libsodium has no ML-KEM-768: INKAST_MLKEM=sodium "
			"needs 1.0.22 or later")
	endif()
endif()
if(INKAST_MLKEM STREQUAL "pqclean" OR
		(INKAST_MLKEM STREQUAL "auto" AND INKAST_MLKEM_FROM STREQUAL "none"))
	inkast_find_pqclean(found)
	if(found)
		set(INKAST_MLKEM_FROM pqclean)
		inkast_add_pqclean()
	elseif(INKAST_MLKEM STREQUAL "pqclean")
		message(FATAL_ERROR "PQClean is not in ${INKAST_THIRD_PARTY}/node_modules")
	endif()
endif()

if(INKAST_MLKEM_FROM STREQUAL "none")
	message(WARNING "This build has no post-quantum keys (age1pq...): neither "
		"libsodium 1.0.22 nor PQClean was found, or INKAST_MLKEM says so. "
		"Programs refuse such keys by name.")
else()
	message(STATUS "ML-KEM-768 comes from ${INKAST_MLKEM_FROM}")
endif()
# For the tests, which stand beside crypto/.
set(INKAST_MLKEM_FROM "${INKAST_MLKEM_FROM}" CACHE INTERNAL "")
