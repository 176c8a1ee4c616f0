"""Turns of a talk in AutoGen with a model that answers at once, always the same. Prints seconds of a core for each turn."""

import asyncio
import json
import sys
import time

from autogen_agentchat.agents import AssistantAgent
from autogen_agentchat.conditions import MaxMessageTermination
from autogen_agentchat.teams import RoundRobinGroupChat
from autogen_ext.models.replay import ReplayChatCompletionClient


async def main():
    agents, rounds = int(sys.argv[1]), int(sys.argv[2])
    answers = ["Good morning."] * (rounds + 1)
    people = [AssistantAgent(f"a{i}", ReplayChatCompletionClient(answers)) for i in range(agents)]
    team = RoundRobinGroupChat(people, termination_condition=MaxMessageTermination(agents * rounds + 1))
    begun = time.process_time()
    await team.run(task="Talk.")
    print(json.dumps({"turn": (time.process_time() - begun) / (agents * rounds)}))


asyncio.run(main())
