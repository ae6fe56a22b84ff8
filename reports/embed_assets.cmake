# cmake -DOUTPUT=assets_data.c "-DFILES=a.css;b.json" -P embed_assets.cmake
# Bytes, not string literals: C17 promises no more than 4,095 characters of one.
set(arrays "")
set(rows "")
set(count 0)
foreach(file IN LISTS FILES)
    get_filename_component(name "${file}" NAME)
    file(READ "${file}" bytes HEX)
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
    string(APPEND arrays "static const char data_${count}[] = {${bytes}0};\n")
    string(APPEND rows "    {\"${name}\", data_${count}, sizeof data_${count} - 1},\n")
    math(EXPR count "${count} + 1")
endforeach()
file(WRITE "${OUTPUT}.new" "/* Made by embed_assets.cmake. */\n#include \"reports/assets.h\"\n\n"
     "${arrays}\nconst struct asset asset_all[] = {\n${rows}};\n"
     "const size_t asset_count = ${count};\n")
file(RENAME "${OUTPUT}.new" "${OUTPUT}")
