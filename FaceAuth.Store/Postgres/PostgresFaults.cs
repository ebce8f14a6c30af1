using System.Net.Sockets;
using System.Security.Authentication;
using FaceAuth.Store.Contracts;
using Npgsql;

namespace FaceAuth.Store.Postgres;

/// <summary>Turns PostgreSQL's error codes into sentences that say what to do.</summary>
/// <remarks>https://www.postgresql.org/docs/15/errcodes-appendix.html</remarks>
internal static class PostgresFaults
{
    /// <summary>The exception for the caller, or null when the fault is not the database's own.</summary>
    public static StoreException? Explain(Exception fault, NpgsqlConnectionStringBuilder settings, string location)
    {
        if (fault is StoreException or OperationCanceledException || Of(fault) is not { } npgsql) return null;
        var text = npgsql is PostgresException told ? Explain(told, settings, location) : Unreachable(npgsql, settings, location);
        if (text is null) return null;
        return npgsql is PostgresException { SqlState: PostgresErrorCodes.DiskFull or PostgresErrorCodes.ReadOnlySqlTransaction }
            ? new StoreFullException(text, fault) : new StoreException(text, fault);
    }

    /// <summary>Whether nothing was done and the same may succeed soon.</summary>
    /// <remarks>A lost connection, a server that restarts, two transactions that got in each other's way.</remarks>
    public static bool MayRetry(Exception fault) => Of(fault) switch
    {
        PostgresException told => told.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected
            or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow
            || told.SqlState.StartsWith("08", StringComparison.Ordinal),
        NpgsqlException lost => Causes(lost).Any(cause => cause is IOException or SocketException) || NoneServes(lost),
        _ => false,
    };

    /// <summary>Whether the server answered a commit with an error that undid it.</summary>
    /// <remarks>
    /// An ERROR does; one that ends the connection (FATAL, PANIC) may come after the commit, as when waiting for a standby is broken off.
    /// Of class 08 are a pooler's errors, which has lost the server, and 40003 says in so many words that it is not known.
    /// </remarks>
    public static bool IsRefusal(Exception fault) => Of(fault) is PostgresException { InvariantSeverity: "ERROR" } told
        && told.SqlState != PostgresErrorCodes.StatementCompletionUnknown && !told.SqlState.StartsWith("08", StringComparison.Ordinal);

    /// <summary>Of several hosts none can be written, as while a standby is being promoted.</summary>
    static bool NoneServes(NpgsqlException fault) => fault.Message.Contains("No suitable host", StringComparison.Ordinal);

    static NpgsqlException? Of(Exception fault) => Causes(fault).OfType<NpgsqlException>().FirstOrDefault();

    static IEnumerable<Exception> Causes(Exception fault)
    {
        for (var cause = fault; cause is not null; cause = cause.InnerException) yield return cause;
    }

    static string? Explain(PostgresException told, NpgsqlConnectionStringBuilder settings, string location) => told.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            $"{location} does not let the user {settings.Username} in ({told.MessageText}). Set the right Username and Password in " +
            "Store:ConnectionString, or allow that user in the server's pg_hba.conf.",
        PostgresErrorCodes.InvalidCatalogName =>
            $"There is no {location}. Have a superuser make it: CREATE DATABASE {Quoted(settings.Database!)} OWNER " +
            $"{Quoted(UserOf(settings))} ENCODING 'UTF8' TEMPLATE template0; or set the right Database in Store:ConnectionString.",
        PostgresErrorCodes.UndefinedObject or PostgresErrorCodes.InvalidParameterValue or PostgresErrorCodes.CantChangeRuntimeParam
            when told.MessageText.Contains("parameter", StringComparison.Ordinal) =>
            $"{location} does not take what it is asked for ({told.MessageText}). Correct Options in Store:ConnectionString.",
        PostgresErrorCodes.InsufficientPrivilege =>
            $"The user {settings.Username} may not do this in {location} ({told.MessageText}). Make that user the database's owner, or " +
            "GRANT it the right.",
        PostgresErrorCodes.ReadOnlySqlTransaction =>
            $"{location} is read-only: a standby, or a server that its operator or a full disk closed to writing. Name the primary as " +
            "Host in Store:ConnectionString, or all hosts with commas between; or free some space.",
        PostgresErrorCodes.DiskFull => $"The disk of {location} is full. Free some space; nothing of this call was stored.",
        PostgresErrorCodes.IoError => $"The disk of {location} does not read or write ({told.MessageText}). Check the disk and its mount.",
        PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted =>
            $"{location} is damaged ({told.MessageText}). Restore it from a backup.",
        PostgresErrorCodes.TooManyConnections =>
            $"{location} takes no more connections. Raise its max_connections, or set a lower Maximum Pool Size in Store:ConnectionString.",
        PostgresErrorCodes.LockNotAvailable =>
            $"{location} is in use by another process that does not finish. Look for one that hangs, or raise Store:BusyTimeoutSeconds.",
        PostgresErrorCodes.QueryCanceled =>
            $"{location} cancelled a statement ({told.MessageText}). Raise its statement_timeout; nothing of this call was stored.",
        PostgresErrorCodes.DuplicateTable or PostgresErrorCodes.DuplicateObject =>
            $"{location} holds what another application made ({told.MessageText}). Name an empty database in Store:ConnectionString.",
        PostgresErrorCodes.InvalidSchemaName =>
            $"{location} has no schema to make tables in ({told.MessageText}). Leave Search Path out of Store:ConnectionString, or name " +
            "a schema there that the user may create in.",
        PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn =>
            $"{location} lacks what this version needs ({told.MessageText}). Run faceauth db migrate, and look whether Search Path in " +
            "Store:ConnectionString names the schema of the tables.",
        PostgresErrorCodes.CannotConnectNow => $"{location} is starting or stopping ({told.MessageText}). Try again once it runs.",
        PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown =>
            $"{location} ended the connection ({told.MessageText}). Nothing of this call was stored; try again.",
        // whatever it is, it let nobody in or threw everybody out
        _ when told.InvariantSeverity is "FATAL" or "PANIC" =>
            $"{location} refuses the connection ({told.MessageText}). Have the server's administrator allow it, or correct " +
            "Store:ConnectionString.",
        _ => null,
    };

    /// <summary>Who signs in, also where the driver takes the name from elsewhere.</summary>
    static string UserOf(NpgsqlConnectionStringBuilder settings) =>
        settings.Username ?? Environment.GetEnvironmentVariable("PGUSER") ?? Environment.UserName;

    static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    static string? Unreachable(NpgsqlException fault, NpgsqlConnectionStringBuilder settings, string location)
    {
        var causes = Causes(fault).ToList();
        if (causes.OfType<AuthenticationException>().FirstOrDefault() is { } tls)
            return $"The encrypted connection to {location} fails: {tls.Message} Check SSL Mode and Root Certificate in " +
                "Store:ConnectionString.";
        if (fault.Message.Contains("No password has been provided", StringComparison.Ordinal))
            return $"{location} asks for a password. Set Password in Store:ConnectionString.";
        if (fault.Message.Contains("pool has been exhausted", StringComparison.Ordinal))
            return $"All {settings.MaxPoolSize} connections to {location} are in use. Raise Maximum Pool Size in Store:ConnectionString.";
        var cause = causes.Find(c => c is SocketException or TimeoutException or IOException);
        if (cause is null && !NoneServes(fault))
            return $"The connection to {location} fails: {fault.Message.TrimEnd('.')}. Correct Store:ConnectionString or the server.";
        return $"{location} does not answer ({(cause ?? fault).Message.TrimEnd('.')}). Check that the server runs and that Host and Port " +
            "in Store:ConnectionString are right.";
    }
}
