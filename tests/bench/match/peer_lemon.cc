// LEMON's network simplex, or with -DCOST_SCALING its cost scaling, on a problem in plain text
// (read.h): solves it as a minimum cost flow and prints seconds of the solve, seats filled, fit, and
// peak memory in MiB, separated by tabs.
// Usage: peer_lemon FILE
#include <lemon/cost_scaling.h>
#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

#include <sys/resource.h>

#include <cstdint>
#include <cstdio>
#include <ctime>
#include <vector>

namespace {

double now_s()
{
    timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return double(now.tv_sec) + double(now.tv_nsec) * 1e-9;
}

struct Pair {
    unsigned person, need, fit;
};

struct Problem {
    size_t people = 0, needs = 0, pairs = 0;
    std::vector<int> seats, priority;
    std::vector<Pair> items;

    bool read(FILE *in)
    {
        if (fscanf(in, "%zu %zu %zu", &people, &needs, &pairs) != 3)
            return false;
        seats.resize(needs);
        priority.resize(needs);
        items.resize(pairs);
        for (size_t at = 0; at < needs; at++) {
            size_t need;
            if (fscanf(in, "%zu", &need) != 1 || need >= needs ||
                fscanf(in, "%d %d", &seats[need], &priority[need]) != 2)
                return false;
        }
        for (Pair &item : items) {
            if (fscanf(in, "%u %u %u", &item.person, &item.need, &item.fit) != 3)
                return false;
        }
        return true;
    }
};

} // namespace

int main(int argc, char **argv)
{
    Problem problem;
    FILE *in = argc == 2 ? fopen(argv[1], "r") : nullptr;
    if (in == nullptr || !problem.read(in)) {
        fputs("usage: peer_lemon FILE\n", stderr);
        return 2;
    }
    fclose(in);

    // Priorities as bonuses of the edge from a need to the end, as core/pairs/instance.h has them
    // with R = 0: who is kept does not count here.
    using Graph = lemon::SmartDigraph;
#ifdef COST_SCALING
    using Solver = lemon::CostScaling<Graph, int64_t>;
#else
    using Solver = lemon::NetworkSimplex<Graph, int64_t>;
#endif
    int64_t step = int64_t(problem.needs + 1) * 10001 + 1;
    Graph graph;
    graph.reserveNode(int(problem.people + problem.needs + 1));
    graph.reserveArc(int(problem.people + problem.needs + problem.pairs));
    for (size_t node = 0; node < problem.people + problem.needs + 1; node++)
        graph.addNode();
    Graph::Node end = Graph::nodeFromId(int(problem.people + problem.needs));
    Graph::ArcMap<int64_t> capacity(graph), cost(graph);
    Graph::NodeMap<int64_t> supply(graph);
    for (const Pair &item : problem.items) {
        Graph::Arc arc = graph.addArc(Graph::nodeFromId(int(item.person)),
                                      Graph::nodeFromId(int(problem.people + item.need)));
        capacity[arc] = 1;
        cost[arc] = -int64_t(item.fit);
    }
    for (size_t i = 0; i < problem.people; i++) {
        capacity[graph.addArc(Graph::nodeFromId(int(i)), end)] = 1;
        supply[Graph::nodeFromId(int(i))] = 1;
    }
    for (size_t j = 0; j < problem.needs; j++) {
        Graph::Arc arc = graph.addArc(Graph::nodeFromId(int(problem.people + j)), end);
        capacity[arc] = problem.seats[j];
        cost[arc] = -(10 - problem.priority[j]) * step;
    }
    supply[end] = -int64_t(problem.people);

    double begun = now_s();
    Solver solver(graph);
    solver.upperMap(capacity).costMap(cost).supplyMap(supply);
    if (solver.run() != Solver::OPTIMAL)
        return 1;
    double solved = now_s() - begun;
    int64_t filled = 0, fit = 0;
    for (size_t at = 0; at < problem.items.size(); at++) {
        if (solver.flow(Graph::arcFromId(int(at))) == 1) {
            filled++;
            fit += problem.items[at].fit;
        }
    }
    rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("%.4f\t%lld\t%lld\t%.1f\n", solved, (long long)filled, (long long)fit,
           double(usage.ru_maxrss) / 1024);
    return 0;
}
