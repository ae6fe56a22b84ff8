// GLPK's out-of-kilter algorithm on a problem in plain text (read.h): what peer_lemon.cc prints.
// Usage: peer_glpk FILE
#include <glpk.h>

#include <sys/resource.h>

#include <cstddef>
#include <cstdio>
#include <ctime>

namespace {

struct NodeData {
    double supply;
};

struct ArcData {
    double low, capacity, cost, flow;
    int fit; // -1 = not from a person to a need
};

double now_s()
{
    timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return double(now.tv_sec) + double(now.tv_nsec) * 1e-9;
}

void set_supply(glp_graph *graph, int node, double supply)
{
    static_cast<NodeData *>(graph->v[node]->data)->supply = supply;
}

void add_arc(glp_graph *graph, int from, int to, double capacity, double cost, int fit)
{
    glp_arc *arc = glp_add_arc(graph, from, to);
    *static_cast<ArcData *>(arc->data) = {0, capacity, cost, 0, fit};
}

// Bonuses of priorities as in peer_lemon.cc; doubles hold them up to 100,000 needs.
bool build(glp_graph *graph, FILE *in)
{
    int people, needs, pairs;
    if (fscanf(in, "%d %d %d", &people, &needs, &pairs) != 3)
        return false;
    int end = people + needs + 1;
    double step = double(needs + 1) * 10001 + 1;
    glp_add_vertices(graph, end);
    for (int i = 1; i <= people; i++) {
        set_supply(graph, i, 1);
        add_arc(graph, i, end, 1, 0, -1);
    }
    set_supply(graph, end, -people);
    for (int at = 0; at < needs; at++) {
        int need, seats, priority;
        if (fscanf(in, "%d %d %d", &need, &seats, &priority) != 3)
            return false;
        add_arc(graph, people + 1 + need, end, seats, -(10 - priority) * step, -1);
    }
    for (int at = 0; at < pairs; at++) {
        int person, need, fit;
        if (fscanf(in, "%d %d %d", &person, &need, &fit) != 3)
            return false;
        add_arc(graph, person + 1, people + 1 + need, 1, -fit, fit);
    }
    return true;
}

void tell(const glp_graph *graph, double solved)
{
    long long filled = 0, fit = 0;
    for (int v = 1; v <= graph->nv; v++) {
        for (const glp_arc *arc = graph->v[v]->out; arc != nullptr; arc = arc->t_next) {
            const ArcData *data = static_cast<const ArcData *>(arc->data);
            if (data->fit >= 0 && data->flow > 0) {
                filled++;
                fit += data->fit;
            }
        }
    }
    rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("%.4f\t%lld\t%lld\t%.1f\n", solved, filled, fit, double(usage.ru_maxrss) / 1024);
}

} // namespace

int main(int argc, char **argv)
{
    glp_graph *graph = glp_create_graph(sizeof(NodeData), sizeof(ArcData));
    FILE *in = argc == 2 ? fopen(argv[1], "r") : nullptr;
    if (in == nullptr || !build(graph, in)) {
        fputs("usage: peer_glpk FILE\n", stderr);
        return 2;
    }
    fclose(in);
    double cost, begun = now_s();
    int failed = glp_mincost_okalg(graph, offsetof(NodeData, supply), offsetof(ArcData, low),
                                   offsetof(ArcData, capacity), offsetof(ArcData, cost), &cost,
                                   offsetof(ArcData, flow), -1);
    if (failed != 0)
        return 1;
    tell(graph, now_s() - begun);
    return 0;
}
