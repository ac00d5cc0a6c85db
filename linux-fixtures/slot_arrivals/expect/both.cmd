slot irqaction.handler
