-- One SQL for SQLite and PostgreSQL: text, bigint and integer only; times are milliseconds since 1970, UTC.

-- How far each log has been projected; written in the same transaction as the rows it stands for.
CREATE TABLE position (
    name   TEXT   NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL
);
INSERT INTO position (name, number) VALUES ('history', 0);

-- TaskRouter events: the Events resource and every cumulative statistic.
CREATE TABLE event (
    number        BIGINT NOT NULL PRIMARY KEY,
    sid           TEXT   NOT NULL,
    workspace     TEXT   NOT NULL,
    type          TEXT   NOT NULL,
    at            BIGINT NOT NULL,
    task          TEXT,
    worker        TEXT,
    reservation   TEXT,
    task_queue    TEXT,
    left_queue    TEXT,
    workflow      TEXT,
    task_channel  TEXT,
    -- milliseconds from the creation of the task, and from its entry into the queue, to this event
    waited        BIGINT,
    waited_queue  BIGINT,
    body          TEXT   NOT NULL
);
CREATE UNIQUE INDEX event_sid ON event (sid);
CREATE INDEX event_workspace ON event (workspace, at);
CREATE INDEX event_task_queue ON event (task_queue, at);
CREATE INDEX event_left_queue ON event (left_queue, at);
CREATE INDEX event_workflow ON event (workflow, at);
CREATE INDEX event_worker ON event (worker, at);
CREATE INDEX event_task ON event (task, at);
CREATE INDEX event_at ON event (at);

-- What each worker did from when to when; the current period has no end.
CREATE TABLE activity_period (
    workspace TEXT   NOT NULL,
    worker    TEXT   NOT NULL,
    activity  TEXT   NOT NULL,
    began     BIGINT NOT NULL,
    ended     BIGINT,
    PRIMARY KEY (worker, began)
);
CREATE INDEX activity_period_workspace ON activity_period (workspace, began);

-- Tasks, reservations, calls and everything else that outlives its place in memory; one row each, the latest value.
CREATE TABLE record (
    kind     TEXT    NOT NULL,
    id       TEXT    NOT NULL,
    -- account or workspace
    owner    TEXT    NOT NULL,
    -- the resource it hangs on, and a second one
    parent   TEXT,
    other    TEXT,
    status   TEXT,
    name     TEXT,
    sender   TEXT,
    receiver TEXT,
    at       BIGINT  NOT NULL,
    updated  BIGINT  NOT NULL,
    -- 1: no longer in memory, kept here
    retired  INTEGER NOT NULL,
    body     TEXT    NOT NULL,
    PRIMARY KEY (kind, id)
);
CREATE INDEX record_owner ON record (owner, kind, at, id);
CREATE INDEX record_parent ON record (parent, kind, at, id);
CREATE INDEX record_other ON record (other, kind, at, id);
CREATE INDEX record_updated ON record (kind, updated);
