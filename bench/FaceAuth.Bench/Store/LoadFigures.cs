using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using FaceAuth.Store;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using FaceAuth.Store.Search;
using FaceAuth.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace FaceAuth.Bench.Store;

/// <summary>How long a search index of many templates takes to load from either engine, and how much memory.</summary>
/// <remarks><c>load ROWS sqlite | postgres</c>. Each load is in a store of its own, opened anew.</remarks>
internal static class LoadFigures
{
    const int Dimension = 512;
    const int Loads = 3;
    const int Batch = 2000;
    const string Owner = "rp:bench";
    const string Model = "bench";

    public static async Task RunAsync(int rows, bool isPostgres)
    {
        var folder = Directory.CreateTempSubdirectory("faceauth-bench-");
        var database = isPostgres ? "faceauth_bench_" + Guid.NewGuid().ToString("N") : null;
        if (database is not null) await RunAsync($"CREATE DATABASE {database}");
        try
        {
            await MeasureAsync(folder.FullName, database is null ? null : $"{Require.Postgres()};Database={database}", rows);
        }
        finally
        {
            folder.Delete(recursive: true);
            if (database is not null) await RunAsync($"DROP DATABASE {database} WITH (FORCE)");
        }
    }

    static async Task MeasureAsync(string folder, string? connection, int rows)
    {
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        await using (var store = await OpenAsync(folder, connection, key))
        {
            var began = Stopwatch.GetTimestamp();
            var subjects = new Guid[rows];
            if (connection is not null)
                await SearchRowsWriter.FillAsync(store, connection, Owner, Model, rows, VectorOf, subjects);
            else await FillAsync(store, rows, subjects);
            Say($"{rows} templates of {Dimension} numbers written in {Seconds(began):F0} s");
        }

        for (var i = 0; i < Loads; i++)
        {
            await using var store = await OpenAsync(folder, connection, key);
            GC.Collect();
            var (before, peak) = (Environment.WorkingSet, 0L);
            await using var watch = new Timer(_ => peak = Math.Max(peak, Environment.WorkingSet), null, 0, 20);
            var (began, processor) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            await store.GetRequiredService<ITemplateStore>().NearestAsync(Owner, Model, VectorOf(7).ToArray(), 1, CancellationToken.None);
            var (took, codes) = (Seconds(began), (double)rows * Dimension);
            Say($"load and first search: {took:F1} s, {(Environment.CpuUsage.TotalTime - processor).TotalSeconds:F1} s of this process");
            // a later load takes what the first has left to this process
            if (i == 0) Say($"  working set + {(peak - before) >> 20} MiB at most, {(peak - before) / codes:F2} of the codes");
            Say($"  index {CodeIndex.BytesFor(rows, Dimension) >> 20} MiB, {CodeIndex.BytesFor(rows, Dimension) / codes:F2} of the codes");
        }
    }

    static ReadOnlySpan<float> VectorOf(int row) => Faces.Random(new(row), Dimension);

    static async Task FillAsync(IServiceProvider store, int rows, Guid[] subjects)
    {
        var database = store.GetRequiredService<StoreDatabase>();
        for (var first = 0; first < rows; first += Batch)
        {
            var made = SearchRowsMaker.Make(store, Owner, Model, first, Math.Min(Batch, rows - first), VectorOf, subjects);
            await database.WriteAsync(
                context =>
                {
                    context.Subjects.AddRange(made.Select(one => one.Subject));
                    context.Templates.AddRange(made.Select(one => one.Template));
                    return context.SaveChangesAsync();
                },
                CancellationToken.None);
        }
    }

    static async Task<ServiceProvider> OpenAsync(string folder, string? connection, string key)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Store:Provider"] = connection is null ? "Sqlite" : "PostgreSql",
            ["Store:ConnectionString"] = connection,
            ["Store:Directory"] = folder,
            ["Store:MasterKey"] = key,
        }).Build();
        var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddFaceAuthStore(configuration)
            .BuildServiceProvider();
        await services.GetRequiredService<StoreInitializer>().InitializeAsync(CancellationToken.None);
        return services;
    }

    static async Task RunAsync(string sql)
    {
        await using var own = new NpgsqlConnection($"{Require.Postgres()};Database=postgres;Pooling=false;Command Timeout=0");
        await own.OpenAsync();
#pragma warning disable CA2100 // the benchmark's own statements
        await using var command = new NpgsqlCommand(sql, own);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    static double Seconds(long began) => Stopwatch.GetElapsedTime(began).TotalSeconds;

    static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
