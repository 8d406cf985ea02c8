"""What a frame costs: stages, whole pipeline, live session, and others' work beside ours."""
