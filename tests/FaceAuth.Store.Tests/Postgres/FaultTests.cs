using System.Net;
using System.Net.Sockets;
using System.Text;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Postgres;
using FaceAuth.Store.Relational;
using FaceAuth.Testing;
using Microsoft.Extensions.Options;
using Npgsql;

namespace FaceAuth.Store.Tests.Postgres;

/// <summary>What the operator reads when the server or its settings are not as they should be, before anything is served.</summary>
public sealed class FaultTests
{
    const string Secret = "hunter2;7";

    [Fact]
    public async Task A_server_that_cannot_be_reached()
    {
        Require.Postgres();
        var port = Ports.Free(IPAddress.Loopback);

        var fault = await FaultAsync($"Host=127.0.0.1;Port={port};Database=faceauth;Username=faceauth;Password=\"{Secret}\"");

        Assert.Contains(
            $"PostgreSQL database faceauth on 127.0.0.1:{port} does not answer (Connection refused)", fault.Message,
            StringComparison.Ordinal);
        Assert.Contains("Host and Port", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_of_which_there_is_none()
    {
        var fault = await FaultAsync($"Host=no-such-host.invalid;Database=faceauth;Username=faceauth;Password=\"{Secret}\"");

        Assert.Contains("on no-such-host.invalid:5432 does not answer", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_or_none()
    {
        await using var server = await OwnPostgres.StartAsync();
        var user = server.ConnectionString.Split("Password", 2)[0] + "Database=faceauth;";

        var wrong = await FaultAsync($"{user}Password=\"{Secret}\"");
        var none = await FaultAsync(user);
        var other = await FaultAsync($"{user.Replace("=postgres", "=nobody", StringComparison.Ordinal)}Password=\"{Secret}\"");

        Assert.Contains("does not let the user postgres in", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("asks for a password. Set Password", none.Message, StringComparison.Ordinal);
        Assert.Contains("does not let the user nobody in", other.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_lets_nobody_in()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        var name = new NpgsqlConnectionStringBuilder(database.ConnectionString).Database;
        await using (var server = new NpgsqlConnection($"{Require.Postgres()};Database=postgres;Pooling=false"))
        {
            await server.OpenAsync(Cancellation);
#pragma warning disable CA2100 // the test's own name
            await using var close = new NpgsqlCommand($"ALTER DATABASE \"{name}\" ALLOW_CONNECTIONS false", server);
#pragma warning restore CA2100
            await close.ExecuteNonQueryAsync(Cancellation);
        }

        var fault = await FaultAsync(database.ConnectionString);

        Assert.Contains("refuses the connection (", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_is_not_there()
    {
        var fault = await FaultAsync($"{Require.Postgres()};Database=no_such_database");

        Assert.Contains("CREATE DATABASE \"no_such_database\"", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_made_by_what_the_message_says()
    {
        await using var server = await PostgresDatabase.CreateAsync();
        var role = server.Name + " \"role\"";
        var quoted = $"\"{role.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        await server.RunAsync($"CREATE ROLE {quoted} LOGIN");
        var missing = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = server.Name + " new", Username = role };
        try
        {
            var database = await FaultAsync(missing.ConnectionString);
            await server.RunAsync(StatementIn(database, "CREATE DATABASE"));
            var extension = await FaultAsync(missing.ConnectionString);
            await server.RunInAsync(missing.Database, StatementIn(extension, "CREATE EXTENSION"));
            await using var store = await PostgresStore.OpenAsync(missing.ConnectionString);

            Assert.Empty(await store.Audit.RecentAsync(null, 10, Cancellation));
        }
        finally
        {
            await server.RunAsync($"DROP DATABASE IF EXISTS \"{missing.Database}\" WITH (FORCE)");
            await server.RunAsync($"DROP ROLE {quoted}");
        }
    }

    [Fact]
    public async Task A_user_who_may_not_add_the_extension_or_make_tables()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        var role = database.Name + "_role";
        await database.RunAsync($"CREATE ROLE {role} LOGIN");
        var limited = $"{database.ConnectionString};Username={role}";
        try
        {
            var extension = await FaultAsync(limited);
            var status = await LookAsync(limited);
            await database.RunAsync("CREATE EXTENSION vector");
            var tables = await FaultAsync(limited);
            await database.RunAsync($"GRANT ALL ON SCHEMA public TO {role}");
            await using (await PostgresStore.OpenAsync(limited))
            {
            }

            Assert.Contains("Have a superuser run in that database: CREATE EXTENSION vector;", extension.Message, StringComparison.Ordinal);
            Assert.Equal(extension.Message, status.Lack);
            Assert.NotEmpty(status.Pending);
            Assert.Null((await LookAsync(database.ConnectionString)).Lack);
            Assert.Contains($"The user {role} may not do this", tables.Message, StringComparison.Ordinal);
            Assert.Contains("permission denied for schema public", tables.Message, StringComparison.Ordinal);
        }
        finally
        {
            await database.RunAsync($"DROP OWNED BY {role} CASCADE; DROP ROLE {role}");
        }
    }

    [Fact]
    public async Task A_server_without_TLS_that_is_to_be_reached_with_it()
    {
        var fault = await FaultAsync($"{Require.Postgres()};Database=postgres;SSL Mode=Require");

        Assert.Contains("The connection to PostgreSQL database", fault.Message, StringComparison.Ordinal);
        Assert.Contains("SSL", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_of_another_application()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await database.RunAsync("""CREATE TABLE "Users" (id int)""");

        var fault = await Assert.ThrowsAsync<StoreException>(() => PostgresStore.OpenAsync(database));

        Assert.Contains("holds what another application made", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_search_path_that_names_no_schema()
    {
        await using var database = await PostgresDatabase.CreateAsync();

        var fault = await FaultAsync($"{database.ConnectionString};Search Path=nowhere");

        Assert.Contains("Leave Search Path out", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_without_the_extension()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await using var connection = new NpgsqlConnection(database.ConnectionString + ";Pooling=false");
        await connection.OpenAsync(Cancellation);

        var fault = await Assert.ThrowsAsync<StoreException>(
            () => PostgresServer.AddExtensionAsync(connection, "here", Cancellation, "vector_of_another_name"));

        var package = $"postgresql-{connection.PostgreSqlVersion.Major}-pgvector";
        Assert.Contains($"Install it there (package {package})", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_too_old()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var answering = AnswerAsVersionAsync(server, "14.19");

        var port = ((IPEndPoint)server.LocalEndpoint).Port;
        var fault = await FaultAsync($"Host=127.0.0.1;Port={port};Database=d;Username=u;SSL Mode=Disable;GSS Encryption Mode=Disable");

        Assert.Contains("of PostgreSQL 14.19. FaceAuth needs 15 or later", fault.Message, StringComparison.Ordinal);
        await answering;
    }

    [Fact]
    public async Task A_database_of_a_newer_version()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await using (await PostgresStore.OpenAsync(database))
        {
        }

        await database.RunAsync("""INSERT INTO "__EFMigrationsHistory" VALUES ('29990101000000_Future', '99.0.0')""");
        var fault = await Assert.ThrowsAsync<StoreException>(() => PostgresStore.OpenAsync(database));

        Assert.Contains("newer version (migration 29990101000000_Future)", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_is_read_only()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await database.RunAsync($"ALTER DATABASE {database.Name} SET default_transaction_read_only = on");

        var fault = await Assert.ThrowsAsync<StoreException>(() => PostgresStore.OpenAsync(database));

        Assert.Contains("default_transaction_read_only is on. Turn it off", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_in_an_encoding_that_cannot_hold_every_name()
    {
        await using var database = await PostgresDatabase.CreateAsync(how: "ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");

        var fault = await Assert.ThrowsAsync<StoreException>(() => PostgresStore.OpenAsync(database));

        Assert.Contains("keeps texts in LATIN1", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_process_that_never_finishes()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await using var store = await PostgresStore.OpenAsync(database, ("BusyTimeoutSeconds", "1"));
        await using var other = new NpgsqlConnection(database.ConnectionString);
        await other.OpenAsync(Cancellation);
        await using var transaction = await other.BeginTransactionAsync(Cancellation);
        await using var hold = new NpgsqlCommand("""LOCK TABLE "Audit" """, other, transaction);
        await hold.ExecuteNonQueryAsync(Cancellation);

        var fault = await Assert.ThrowsAsync<StoreException>(
            () => store.Audit.AppendAsync(new(store.Clock.GetUtcNow(), "a", "system"), Cancellation).AsTask());

        Assert.Contains("in use by another process", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_prints_the_connection_string()
    {
        var options = new StoreOptions { Provider = StoreProvider.PostgreSql, ConnectionString = $"Host=db;Password=\"{Secret}\"" };
        using var engine = new PostgresEngine(Options.Create(options));

        Assert.Equal("StoreOptions { Provider = PostgreSql, Directory = .data }", options.ToString());
        Assert.DoesNotContain(Secret, engine.Location, StringComparison.Ordinal);
    }

    /// <summary>What starting on <paramref name="connection"/> throws. It never shows the password, nor does the log.</summary>
    static async Task<StoreException> FaultAsync(string connection)
    {
        await using var store = new PostgresStore(null, connection);
        var fault = await Assert.ThrowsAsync<StoreException>(() => store.Initializer.InitializeAsync(Cancellation));
        Assert.DoesNotContain(Secret, fault + string.Join('\n', store.Log.Lines), StringComparison.Ordinal);
        Assert.Empty(Directory.Exists(store.Folder) ? Directory.GetFiles(store.Folder) : []);
        return fault;
    }

    /// <summary>What the message has a superuser run.</summary>
    static string StatementIn(StoreException fault, string beginning)
    {
        var from = fault.Message.IndexOf(beginning, StringComparison.Ordinal);
        return fault.Message[from..fault.Message.IndexOf(';', from)];
    }

    static async Task<StoreStatus> LookAsync(string connection)
    {
        await using var store = new PostgresStore(null, connection);
        return await store.Initializer.LookAsync(Cancellation);
    }

    /// <summary>Lets one client in and says which version it has reached.</summary>
    /// <remarks>AuthenticationOk, ParameterStatus, BackendKeyData, ReadyForQuery.</remarks>
    static async Task AnswerAsVersionAsync(TcpListener listener, string version)
    {
        using var client = await listener.AcceptTcpClientAsync(Cancellation);
        var stream = client.GetStream();
        var request = new byte[4096];
        await stream.ReadAtLeastAsync(request, 8, cancellationToken: Cancellation);
        var status = Encoding.ASCII.GetBytes($"server_version\0{version}\0");
        byte[] answer =
        [
            (byte)'R', 0, 0, 0, 8, 0, 0, 0, 0,
            (byte)'S', 0, 0, 0, (byte)(4 + status.Length), .. status,
            (byte)'K', 0, 0, 0, 12, 0, 0, 0, 1, 0, 0, 0, 1,
            (byte)'Z', 0, 0, 0, 5, (byte)'I',
        ];
        await stream.WriteAsync(answer, Cancellation);
        // until it has gone
        while (await stream.ReadAsync(request, Cancellation) > 0)
        {
        }
    }

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
