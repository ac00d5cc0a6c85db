slot softirq.action
