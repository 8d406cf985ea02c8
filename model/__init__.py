"""The trained network: its contract, the face-locked crop, the recurrent runtime."""

from model import telemetry

telemetry.refuse()  # before any module of ours loads a runtime
