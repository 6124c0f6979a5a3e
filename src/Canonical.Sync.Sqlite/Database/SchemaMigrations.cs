namespace Canonical.Sync.Sqlite;

/// <summary>The steps that bring a database to the newest shape. A published step never changes: a new shape is a new step.</summary>
internal static class SchemaMigrations
{
    public static readonly IReadOnlyList<SchemaMigration> All =
    [
        new(1, "lanes, outbox, crosswalk, dead letters", Version1),
    ];

    // Instants are text in UTC with seven decimals, so that they sort and a person can read them.
    // The triggers hold what the documentation promises even against a slip in our own code: keys and history are for ever.
    private const string Version1 = """
        CREATE TABLE entity_lane (
            lane_id         INTEGER PRIMARY KEY,
            tenant          TEXT NOT NULL,
            object_type     TEXT NOT NULL,
            system          TEXT NOT NULL,
            instance        TEXT NOT NULL,
            source_id       TEXT NOT NULL,
            line_id         TEXT NOT NULL,
            target          TEXT NOT NULL,
            purpose         TEXT NOT NULL,
            effective_seq   INTEGER NULL,
            UNIQUE (source_id, object_type, system, instance, tenant, line_id, target, purpose)
        );

        CREATE TABLE outbox (
            posting_id        INTEGER PRIMARY KEY,
            posting_key       TEXT NOT NULL UNIQUE,
            lane_id           INTEGER NOT NULL REFERENCES entity_lane (lane_id),
            seq               INTEGER NOT NULL CHECK (seq > 0),
            op                TEXT NOT NULL,
            subject           TEXT NOT NULL,
            fingerprint       TEXT NOT NULL,
            state             TEXT NOT NULL CHECK (state IN ('Pending', 'Sending', 'Applied', 'Rejected', 'InDoubt', 'Superseded')),
            attempts          INTEGER NOT NULL DEFAULT 0,
            not_before        TEXT NULL,
            lease_until       TEXT NULL CHECK ((lease_until IS NOT NULL) = (state = 'Sending')),
            target_id         TEXT NULL,
            last_error_code   TEXT NULL,
            vendor_request_id TEXT NULL,
            envelope          BLOB NULL,
            accepted_at       TEXT NOT NULL,
            updated_at        TEXT NOT NULL,
            UNIQUE (lane_id, seq)
        );
        CREATE UNIQUE INDEX outbox_one_under_way ON outbox (lane_id) WHERE state IN ('Pending', 'Sending', 'InDoubt');
        CREATE INDEX outbox_under_way ON outbox (state) WHERE state IN ('Pending', 'Sending', 'InDoubt');
        CREATE INDEX outbox_subject ON outbox (subject);
        CREATE TRIGGER outbox_facts BEFORE UPDATE OF posting_key, lane_id, seq, op, subject, fingerprint, accepted_at ON outbox
            BEGIN SELECT RAISE(ABORT, 'a posting key and what it stands for never change'); END;
        CREATE TRIGGER outbox_kept BEFORE DELETE ON outbox
            BEGIN SELECT RAISE(ABORT, 'posting keys never expire'); END;

        CREATE TABLE crosswalk (
            link_id      INTEGER PRIMARY KEY,
            tenant       TEXT NOT NULL,
            object_type  TEXT NOT NULL,
            system       TEXT NOT NULL,
            instance     TEXT NOT NULL,
            source_id    TEXT NOT NULL,
            line_id      TEXT NOT NULL,
            canonical_id TEXT NOT NULL,
            origin       TEXT NOT NULL,
            valid_from   TEXT NOT NULL,
            valid_to     TEXT NULL,
            end_reason   TEXT NULL CHECK ((end_reason IS NULL) = (valid_to IS NULL))
        );
        CREATE UNIQUE INDEX crosswalk_one_per_record ON crosswalk (source_id, object_type, system, instance, tenant, line_id) WHERE valid_to IS NULL;
        CREATE INDEX crosswalk_record ON crosswalk (source_id, object_type, system, instance, tenant, line_id);
        CREATE INDEX crosswalk_canonical ON crosswalk (canonical_id, tenant);
        CREATE TRIGGER crosswalk_append_only BEFORE UPDATE ON crosswalk
            WHEN OLD.valid_to IS NOT NULL OR NEW.valid_to IS NULL
              OR (NEW.tenant, NEW.object_type, NEW.system, NEW.instance, NEW.source_id, NEW.line_id, NEW.canonical_id, NEW.origin, NEW.valid_from)
              IS NOT (OLD.tenant, OLD.object_type, OLD.system, OLD.instance, OLD.source_id, OLD.line_id, OLD.canonical_id, OLD.origin, OLD.valid_from)
            BEGIN SELECT RAISE(ABORT, 'a link can only end'); END;
        CREATE TRIGGER crosswalk_kept BEFORE DELETE ON crosswalk
            BEGIN SELECT RAISE(ABORT, 'the history of the crosswalk is append only'); END;

        CREATE TABLE dead_letter (
            letter_id    INTEGER PRIMARY KEY,
            lane_id      INTEGER NOT NULL REFERENCES entity_lane (lane_id),
            subject      TEXT NULL,
            code         TEXT NOT NULL,
            stage        TEXT NOT NULL,
            kind         TEXT NOT NULL,
            issues       TEXT NOT NULL,
            contract     TEXT NOT NULL,
            payload_hash TEXT NULL,
            payload_ref  TEXT NULL,
            posting_key  TEXT NULL,
            traceparent  TEXT NULL,
            state        TEXT NOT NULL CHECK (state IN ('Open', 'Resolved', 'Archived')),
            attempts     INTEGER NOT NULL,
            first_at     TEXT NOT NULL,
            last_at      TEXT NOT NULL,
            closed_at    TEXT NULL CHECK ((closed_at IS NULL) = (state = 'Open')),
            note         TEXT NULL CHECK ((note IS NULL) = (state = 'Open'))
        );
        CREATE UNIQUE INDEX dead_letter_one_open ON dead_letter (lane_id) WHERE state = 'Open';
        CREATE INDEX dead_letter_subject ON dead_letter (subject) WHERE subject IS NOT NULL;
        CREATE TRIGGER dead_letter_kept BEFORE DELETE ON dead_letter
            BEGIN SELECT RAISE(ABORT, 'dead letters are closed, never removed'); END;
        """;
}
