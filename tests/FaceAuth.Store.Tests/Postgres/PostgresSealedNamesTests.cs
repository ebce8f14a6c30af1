using FaceAuth.Store.Tests.Contracts;
using FaceAuth.Testing;

namespace FaceAuth.Store.Tests.Postgres;

/// <summary>Looks at every column of every table.</summary>
public sealed class PostgresSealedNamesTests : SealedNamesContract
{
    PostgresDatabase _database = null!;

    private protected override async Task<StoreUnderTest> OpenAsync(string? keyFile = null) =>
        await PostgresStore.OpenAsync(
            _database.ConnectionString, keyFile is null ? ("MasterKey", _database.MasterKey) : ("MasterKeyFile", keyFile));

    private protected override async Task<IReadOnlyList<byte[]>> DumpAsync()
    {
        var columns = (string)(await _database.RunAsync(
            """
            SELECT string_agg(format('SELECT coalesce(string_agg(%s, ''\x0a''::bytea), '''') FROM %I',
                CASE WHEN data_type = 'bytea' THEN format('%I', column_name) ELSE format('convert_to(%I::text, ''UTF8'')', column_name) END,
                table_name), E'\n')
            FROM information_schema.columns WHERE table_schema = 'public'
            """))!;
        var parts = new List<byte[]>();
        foreach (var query in columns.Split('\n')) parts.Add((byte[])(await _database.RunAsync(query))!);
        return parts;
    }

    public override async ValueTask InitializeAsync() => _database = await PostgresDatabase.CreateAsync();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _database.DisposeAsync();
    }
}
