# Where ML-KEM-768 (FIPS 203) and SHA-3 (FIPS 202) come from: libsodium when the
# installed one has them (1.0.22 and later), else PQClean's C sources out of the
# npm package "pqclean", else nowhere: then there are no post-quantum keys.
#
# At configure time, for PQClean only: npm (and node) on PATH, and the network
# when third_party/node_modules is not filled yet.
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

# Whether what is unpacked is what the lock file names, by its checksum. The
# times of the files say nothing: a checkout is newer than a restored cache.
function(inkast_pqclean_is_current out)
	set(unpacked "${INKAST_THIRD_PARTY}/node_modules/.package-lock.json")
	set(${out} FALSE PARENT_SCOPE)
	if(NOT EXISTS "${unpacked}")
		return()
	endif()
	file(READ "${INKAST_THIRD_PARTY}/package-lock.json" wanted)
	file(READ "${unpacked}" there)
	string(JSON wanted ERROR_VARIABLE error GET "${wanted}"
		packages node_modules/pqclean integrity)
	string(JSON there ERROR_VARIABLE error GET "${there}"
		packages node_modules/pqclean integrity)
	if(wanted STREQUAL there)
		set(${out} TRUE PARENT_SCOPE)
	endif()
endfunction()

# Let npm unpack it: --ignore-scripts, so that nothing of it runs here.
function(inkast_fetch_pqclean)
	find_program(NPM npm)
	if(NOT NPM)
		message(WARNING "npm was not found: it fetches PQClean's ML-KEM; "
			"install npm, or use libsodium 1.0.22 or later")
		return()
	endif()
	message(STATUS "Fetching PQClean into third_party/node_modules")
	execute_process(
		COMMAND "${NPM}" ci --ignore-scripts --no-audit --no-fund
		WORKING_DIRECTORY "${INKAST_THIRD_PARTY}"
		RESULT_VARIABLE failed OUTPUT_QUIET ERROR_VARIABLE why)
	if(failed)
		message(WARNING "npm ci in third_party failed:\n${why}")
	endif()
endfunction()

function(inkast_find_pqclean out)
	inkast_pqclean_is_current(current)
	if(NOT current)
		# Build folders may be configured side by side. A file of its own:
		# cmake empties what it locks.
		file(LOCK "${INKAST_THIRD_PARTY}/.lock"
			GUARD FUNCTION TIMEOUT 300)
		inkast_pqclean_is_current(current)
		if(NOT current)
			inkast_fetch_pqclean()
			inkast_pqclean_is_current(current)
		endif()
	endif()
	set(${out} "${current}" PARENT_SCOPE)
endfunction()

# The C files of ML-KEM-768 and of FIPS 202, no others. Not ours, so without our
# warnings; with our hardening. A section for each function: the linker leaves
# out what nothing calls, and that is how no server program has decapsulation.
function(inkast_add_pqclean)
	set(root "${INKAST_THIRD_PARTY}/node_modules/pqclean/deps/PQClean")
	set(kem "${root}/crypto_kem/ml-kem-768/clean")
	add_library(pqclean STATIC
		"${CMAKE_SOURCE_DIR}/crypto/core/pqclean_fips202.c"
		"${kem}/cbd.c" "${kem}/indcpa.c" "${kem}/kem.c" "${kem}/ntt.c"
		"${kem}/poly.c" "${kem}/polyvec.c" "${kem}/reduce.c"
		"${kem}/symmetric-shake.c" "${kem}/verify.c")
	target_include_directories(pqclean SYSTEM
		PUBLIC "${kem}" "${root}/common"
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
		message(FATAL_ERROR "PQClean is not in third_party/node_modules")
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
