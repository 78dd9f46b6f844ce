"""What Alembic runs: the steps, on the connection that `labels.database` opened and locked."""

from alembic import context

from labels.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite can roll a change of tables back too, which Alembic does not expect of it.
    transactional_ddl=True,
)
context.run_migrations()
