# The results of import.sh as a table of goals. A line: run, case, wall ms, CPU ms of the client, of
# the server, peak KiB of the client, bytes of WAL. A case is set against the anchor measured last
# before it; the ratio told is the median of these ratios.

BEGIN {
    FS = "\t"
    goal["stage"] = "G1 parse, validate, stage"; anchor["stage"] = "unlogged"; most["stage"] = 0.95
    goal["first"] = "G2 first load"; anchor["first"] = "logged"; most["first"] = 1.3
    goal["one"] = "G3 1 % changed"; anchor["one"] = "unlogged"; most["one"] = 0.9
    goal["reordered"] = "G3 0 %, reordered"; anchor["reordered"] = "unlogged"; most["reordered"] = 0.35
    goal["identical"] = "G3 identical file"; anchor["identical"] = "unlogged"; most["identical"] = 0.25
    goal["five"] = "G4 5 % changed"; anchor["five"] = "unlogged"; most["five"] = 3
    goal["all"] = "G4 100 % changed"; anchor["all"] = "unlogged"; most["all"] = 12
    order = "nothing unlogged logged stage first identical reordered one five all"
}

function median(list, values, count, i, j, swap) {
    count = split(list, values, " ")
    for (i = 2; i <= count; i++)
        for (j = i; j > 1 && values[j] + 0 < values[j - 1] + 0; j--) {
            swap = values[j]; values[j] = values[j - 1]; values[j - 1] = swap
        }
    if (count == 0)
        return 0
    return count % 2 ? values[(count + 1) / 2] : (values[count / 2] + values[count / 2 + 1]) / 2
}

function met(yes) {
    return yes ? "yes" : "**no**"
}

function row(what, limit, against, ours, ratio, cpu_ratio, name, yes) {
    printf "| %s | %s | %s | %.0f ms | %s | %s | %.0f + %.0f | %.2f | %s |\n", what, limit, against, ours, ratio, cpu_ratio,
        median(client[name]), median(server[name]), median(wal[name]) / 1048576, yes
}

# They bring a file into a table, which is what staging is; the whole first load is told too.
function beside(other, least, theirs, ours, whole) {
    theirs = median(wall[other])
    ours = median(wall["beside_stage"])
    whole = median(wall["beside"])
    cpu = (median(client[other]) + median(server[other])) / (median(client["beside_stage"]) + median(server["beside_stage"]))
    whole_cpu = (median(client[other]) + median(server[other])) / (median(client["beside"]) + median(server["beside"]))
    row("G5 " other ", 100,000 rows: staged", least " x faster", sprintf("%.0f ms", theirs), ours,
        sprintf("1 / %.1f", theirs / ours), sprintf("1 / %.1f", cpu), "beside_stage", met(theirs >= least * ours))
    row("G5 " other ", 100,000 rows: whole first load", "", sprintf("%.0f ms", theirs), whole,
        sprintf("1 / %.1f", theirs / whole), sprintf("1 / %.1f", whole_cpu), "beside", "")
}

{
    name = $2
    wall[name] = wall[name] " " $3
    client[name] = client[name] " " $4
    server[name] = server[name] " " $5
    wal[name] = wal[name] " " $7
    if (name in goal && anchor[name] in last) {
        ratios[name] = ratios[name] " " $3 / last[anchor[name]]
        cpu_ratios[name] = cpu_ratios[name] " " ($4 + $5) / last_cpu[anchor[name]]
    }
    if (name == "unlogged" || name == "logged") {
        last[name] = $3
        last_cpu[name] = $4 + $5
    } else if (name != "pgloader" && name != "csvsql" && name != "nothing" && name !~ /stage/ && $6 > peak)
        peak = $6
}

END {
    print "| goal | at most | anchor | ours | ratio | CPU ratio | CPU ms client + server | WAL MB | met |"
    print "|---|---|---|---|---|---|---|---|---|"
    count = split(order, names, " ")
    for (i = 1; i <= count; i++) {
        name = names[i]
        if (!(name in wall))
            continue
        if (!(name in goal)) {
            row(name == "nothing" ? "`psql`, asked nothing" : "`\\copy`, " name, "", "", median(wall[name]), "", "", name, "")
            continue
        }
        ratio = median(ratios[name])
        row(goal[name], most[name], sprintf("%.0f ms", median(wall[anchor[name]])), median(wall[name]),
            sprintf("%.2f", ratio), sprintf("%.2f", median(cpu_ratios[name])), name, met(ratio <= most[name]))
    }
    if ("pgloader" in wall)
        beside("pgloader", 20)
    if ("csvsql" in wall)
        beside("csvsql", 50)
    if ("reordered" in wall) {
        megabytes = median(wal["reordered"]) / 1048576
        limit = rows > 1000000 ? rows / 1000000 : 1
        printf "| G6 WAL at 0 %% | %g MB | | %.2f MB | | | | | %s |\n", limit, megabytes, met(megabytes <= limit)
    }
    if (peak > 0) {
        limit = 64 + rows * 32 / 1048576
        printf "| G7 peak memory of the client | %.0f MiB | | %.0f MiB | | | | | %s |\n", limit, peak / 1024, met(peak / 1024 <= limit)
    }
    if (exact != "") {
        split(exact, found, "\t")
        printf "| G8 planted faults | 0 wrong | %d planted | %d wrong, %d of %d rows in the rejects, %d others | | | | | %s |\n",
            found[1], found[2], found[3], found[4], found[5] - found[3],
            met(found[1] > 0 && found[2] == 0 && found[3] == found[4] && found[3] == found[5])
    }
    if ("small" in wall) {
        row("G10 10,000 rows into an empty registry", "150 ms", "", median(wall["small"]), "", "", "small",
            met(median(wall["small"]) <= 150))
        row("G10 10,000 rows of the next month, 1 %", "150 ms", "", median(wall["small_next"]), "", "",
            "small_next", met(median(wall["small_next"]) <= 150))
    }
    if ("cold" in wall)
        row("G10 private server, cold", "1500 ms", "", median(wall["cold"]), "", "", "cold", met(median(wall["cold"]) <= 1500))
}
