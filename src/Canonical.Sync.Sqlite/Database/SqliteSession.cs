using Microsoft.Data.Sqlite;

namespace Canonical.Sync.Sqlite;

/// <summary>Runs statements within one turn on the connection. Every value goes in as a parameter; only fixed text becomes SQL.</summary>
internal readonly struct SqliteSession(SqliteConnection connection, SqliteTransaction? transaction)
{
    /// <summary>Runs a statement.</summary>
    /// <returns>The number of rows that it changed.</returns>
    public int Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using SqliteCommand command = Command(sql, parameters);
        return command.ExecuteNonQuery();
    }

    /// <summary>Reads the first column of the first row.</summary>
    /// <returns>The value; the default when there is no row or it is null.</returns>
    public T? Scalar<T>(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using SqliteCommand command = Command(sql, parameters);
        return command.ExecuteScalar() is T value ? value : default;
    }

    /// <summary>Reads the first row.</summary>
    /// <returns>The row; null when there is none.</returns>
    public T? First<T>(Func<SqliteDataReader, T> read, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
        where T : class
    {
        using SqliteCommand command = Command(sql, parameters);
        using SqliteDataReader reader = command.ExecuteReader();
        return reader.Read() ? read(reader) : null;
    }

    /// <summary>Reads all rows.</summary>
    public List<T> All<T>(Func<SqliteDataReader, T> read, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using SqliteCommand command = Command(sql, parameters);
        using SqliteDataReader reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(reader));
        return rows;
    }

    private SqliteCommand Command(string sql, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        SqliteCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        // CA2100 sees a string that is not a literal here; every caller passes constants, and conditions are chosen among constants.
        command.CommandText = sql;
        foreach ((string name, object? value) in parameters)
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        return command;
    }
}
