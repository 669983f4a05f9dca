"""What bench/compare is made of. measure.rows has one module for each kind of workload."""
