-- How the connection beside reads what is known: in the order of an index, as the planner of any server has it.
-- shape: none
SELECT set_config('random_page_cost', '1.1', true), set_config('work_mem', '256MB', true), set_config('jit', 'off', true),
       set_config('max_parallel_workers_per_gather', '0', true)
