"""The societies of the crowd benchmark in Mesa, in its own style.

`python mesa_societies.py SOCIETY AGENTS ROUNDS` prints seconds of a core for a round, and means of the agents.
"""

import json
import sys
import time

import mesa


class Talker(mesa.Agent):
    def __init__(self, model):
        super().__init__(model)
        self.opinion = model.random.random()
        self.utility = 0.0
        self.ties = {}

    def step(self):
        random, ties = self.model.random, self.ties
        if ties and random.random() < 0.8:
            other = random.choice(list(ties))
        else:
            other = self
            while other is self:
                other = random.choice(self.model.everybody)
            if other not in ties:
                if len(ties) >= 16:
                    del ties[min(ties, key=ties.get)]
                ties[other] = 0.1
        d = other.opinion - self.opinion
        near = abs(d) < 0.4
        worth = 1 - abs(d) if near else -0.2 * abs(d)
        if near:
            self.opinion += 0.1 * d
            other.opinion -= 0.1 * d
        self.utility += worth
        other.utility += worth
        ties[other] = min(1.0, max(0.0, ties[other] + 0.1 * worth))
        self.ties = {to: faded for to, strength in ties.items() if (faded := strength * 0.99) >= 0.01}


class TieTalk(mesa.Model):
    def __init__(self, n):
        super().__init__(rng=1)
        self.everybody = list(Talker.create_agents(self, n))
        for agent in self.everybody:
            while len(agent.ties) < 4:
                other = self.random.choice(self.everybody)
                if other is not agent:
                    agent.ties[other] = 0.5

    def step(self):
        self.agents.do("step")

    def means(self):
        n = len(self.everybody)
        return {
            "utility": sum(a.utility for a in self.everybody) / n,
            "ties": sum(len(a.ties) for a in self.everybody) / n,
        }

    def measures(self):
        n = len(self.everybody)
        return [sum(a.opinion for a in self.everybody) / n, *self.means().values()]


class Person(mesa.Agent):
    def __init__(self, model):
        super().__init__(model)
        self.state = self.next = "well"
        self.near = []

    def decide(self):
        random = self.model.random
        if self.state == "ill":
            self.next = "over"
        elif self.state == "well" and any(a.state == "ill" and random.random() < 0.55 for a in self.near):
            self.next = "ill"

    def change(self):
        self.state = self.next


class Epidemic(mesa.Model):
    def __init__(self, n):
        super().__init__(rng=1)
        self.everybody = list(Person.create_agents(self, n))
        for i, agent in enumerate(self.everybody):
            for lap in (1, 2):
                j = self.random.randrange(n) if self.random.random() < 0.1 else (i + lap) % n
                agent.near.append(self.everybody[j])
                self.everybody[j].near.append(agent)
        for _ in range(n // 1000):
            self.random.choice(self.everybody).state = "ill"

    def step(self):
        self.agents.do("decide")
        self.agents.do("change")

    def means(self):
        return {"touched": sum(a.state != "well" for a in self.everybody) / len(self.everybody)}

    def measures(self):
        return [sum(a.state == "ill" for a in self.everybody) / len(self.everybody)]


society, agents, rounds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
model = (Epidemic if society == "epidemic" else TieTalk)(agents)
# As of the others, the first round is not counted.
model.step()
# The measures of the society, which every simulation takes after each round.
course = [model.measures()]
begun = time.process_time()
for _ in range(rounds - 1):
    model.step()
    course.append(model.measures())
seconds = time.process_time() - begun
print(json.dumps({"round": seconds / (rounds - 1), **model.means()}))
