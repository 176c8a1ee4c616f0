"""Turns of agents in Mesa that only pass on a text: the framework without what a mind does. Prints seconds of a core for each turn."""

import json
import sys
import time

import mesa


class Talker(mesa.Agent):
    def __init__(self, model):
        super().__init__(model)
        self.heard = []

    def step(self):
        other = self.model.random.choice(self.model.everybody)
        other.heard.append("Good morning.")


class Talk(mesa.Model):
    def __init__(self, n):
        super().__init__(rng=1)
        self.everybody = list(Talker.create_agents(self, n))
        self.collected = mesa.DataCollector(model_reporters={"heard": lambda model: sum(len(a.heard) for a in model.everybody)})

    def step(self):
        self.agents.shuffle_do("step")
        self.collected.collect(self)


agents, rounds = int(sys.argv[1]), int(sys.argv[2])
model = Talk(agents)
begun = time.process_time()
for _ in range(rounds):
    model.step()
seconds = time.process_time() - begun
print(json.dumps({"turn": seconds / (agents * rounds)}))
