using System.Diagnostics;
using System.Globalization;
using System.Numerics.Tensors;
using System.Security.Cryptography;
using FaceAuth.Store;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using FaceAuth.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace FaceAuth.Bench.Store;

/// <summary>Whole searches on PostgreSQL by each engine, beside a plain float scan of the same vectors, in one run.</summary>
/// <remarks>
/// <c>search ROWS PROBES [hnsw]</c>. People in clusters of a hundred, at a cosine of 0.5 to their cluster's middle; probes at 0.6 to their
/// own template. The float scan says who is nearest.
/// </remarks>
internal static class SearchFigures
{
    const int Dimension = 512;
    const int Cluster = 100;
    const int Timed = 200;
    const string Owner = "rp:bench";
    const string Model = "bench";

    public static async Task RunAsync(int rows, int probes, bool hnsw)
    {
        var server = Require.Postgres();
        var database = "faceauth_bench_" + Guid.NewGuid().ToString("N");
        await RunAsync($"{server};Database=postgres", $"CREATE DATABASE {database}");
        var folder = Directory.CreateTempSubdirectory("faceauth-bench-");
        try
        {
            await MeasureAsync($"{server};Database={database}", folder.FullName, rows, probes, hnsw);
        }
        finally
        {
            folder.Delete(recursive: true);
            await RunAsync($"{server};Database=postgres", $"DROP DATABASE {database} WITH (FORCE)");
        }
    }

    static async Task MeasureAsync(string connection, string folder, int rows, int probes, bool hnsw)
    {
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        var vectors = People(rows);
        var asked = Enumerable.Range(0, probes)
            .Select(i => Faces.Near(new(~i), Of(vectors, i * (rows / probes)).ToArray(), 0.6f)).ToArray();
        var subjects = new Guid[rows];
        await using (var filled = await OpenAsync(connection, folder, key, "Memory"))
        {
            var began = Stopwatch.GetTimestamp();
            await SearchRowsWriter.FillAsync(filled, connection, Owner, Model, rows, i => Of(vectors, i), subjects);
            Say($"{rows} templates of {Dimension} numbers written in {Seconds(began):F1} s");
        }

        await RunAsync(connection, "ANALYZE");
        var right = Nearest(vectors, asked, rows);
        await using (var memory = await OpenAsync(connection, folder, key, "Memory"))
        {
            var (before, peak) = (Environment.WorkingSet, 0L);
            using var watch = new Timer(_ => peak = Math.Max(peak, Environment.WorkingSet), null, 0, 20);
            var began = Stopwatch.GetTimestamp();
            await SearchAsync(memory, asked[0]);
            Say($"load from PostgreSQL, every row checked: {Seconds(began):F1} s, working set + {(peak - before) >> 20} MiB at most");
            await CompareAsync("memory", memory, asked, right, subjects);
        }

        var scans = Enumerable.Range(0, 20).Select(i => Timing(() => Nearest(vectors, [asked[i]], rows, 1))).Order().ToList();
        Say($"plain float scan, one thread: median {scans[scans.Count / 2]:F1} ms");
        if (!hnsw) return;

        await using var indexed = await OpenAsync(connection, folder, key, "PgVector", ("SearchExactMost", rows.ToString(Invariant)));
        await CompareAsync("exact order by PostgreSQL", indexed, asked[..Math.Min(Timed, probes)], right, subjects);
        var built = Stopwatch.GetTimestamp();
        await indexed.GetRequiredService<INearestIndexes>().BuildAsync(
            Model, 2048, (phase, share) => Console.Error.Write($"\r{phase} {share:P0}   "), CancellationToken.None);
        var index = (await indexed.GetRequiredService<INearestIndexes>().ListAsync(CancellationToken.None))[0];
        Say($"HNSW of halfvec built in {Seconds(built):F0} s, {index.Bytes >> 20} MiB");
        await using var near = await OpenAsync(connection, folder, key, "PgVector", ("SearchExactMost", "0"));
        await CompareAsync("HNSW", near, asked, right, subjects);
    }

    static async Task CompareAsync(string what, IServiceProvider store, float[][] asked, int[] right, Guid[] subjects)
    {
        var (same, times) = (0, new List<double>(asked.Length));
        for (var i = 0; i < asked.Length; i++)
        {
            var began = Stopwatch.GetTimestamp();
            var found = await SearchAsync(store, asked[i]);
            times.Add(Seconds(began) * 1000);
            if (found.SubjectId == subjects[right[i]]) same++;
        }

        times.Sort();
        Say($"{what}: {same} of {asked.Length} the same nearest as the float scan ({100.0 * same / asked.Length:F2} %)");
        Say($"{what}: median {times[times.Count / 2]:F1} ms, 95 % within {times[(int)(times.Count * 0.95)]:F1} ms");
    }

    static async Task<TemplateMatch> SearchAsync(IServiceProvider store, float[] probe) =>
        (await store.GetRequiredService<ITemplateStore>().NearestAsync(Owner, Model, probe, 1, CancellationToken.None))[0];

    /// <summary>The row of each probe's nearest; templates and probes in blocks that stay in the processor's cache.</summary>
    static int[] Nearest(float[] vectors, float[][] asked, int rows, int threads = -1)
    {
        const int block = 32;
        var (best, right) = (new float[asked.Length], new int[asked.Length]);
        Array.Fill(best, float.NegativeInfinity);
        Parallel.For(0, (asked.Length + block - 1) / block, new ParallelOptions { MaxDegreeOfParallelism = threads }, part =>
        {
            for (var row = 0; row < rows; row++)
                for (var i = part * block; i < Math.Min(asked.Length, (part + 1) * block); i++)
                {
                    var similarity = TensorPrimitives.Dot(Of(vectors, row), asked[i]);
                    if (similarity > best[i]) (best[i], right[i]) = (similarity, row);
                }
        });
        return right;
    }

    static float[] People(int rows)
    {
        var vectors = new float[(long)rows * Dimension];
        Parallel.For(0, (rows + Cluster - 1) / Cluster, cluster =>
        {
            var random = new Random(cluster);
            var middle = Faces.Random(random, Dimension);
            for (var i = cluster * Cluster; i < Math.Min(rows, (cluster + 1) * Cluster); i++)
                Faces.Near(random, middle, 0.5f).CopyTo(vectors.AsSpan(i * Dimension));
        });
        return vectors;
    }

    static ReadOnlySpan<float> Of(float[] vectors, int row) => vectors.AsSpan(row * Dimension, Dimension);

    static async Task<ServiceProvider> OpenAsync(
        string connection, string folder, string key, string engine, params (string Name, string Value)[] settings)
    {
        (string Name, string Value)[] all =
        [
            ("Provider", "PostgreSql"), ("ConnectionString", connection), ("Directory", folder), ("MasterKey", key),
            ("SearchEngine", engine), .. settings,
        ];
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(all.Select(s => new KeyValuePair<string, string?>("Store:" + s.Name, s.Value))).Build();
        var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddFaceAuthStore(configuration)
            .BuildServiceProvider();
        await services.GetRequiredService<StoreInitializer>().InitializeAsync(CancellationToken.None);
        return services;
    }

    static async Task RunAsync(string connection, string sql)
    {
        await using var own = new NpgsqlConnection(connection + ";Pooling=false;Command Timeout=0");
        await own.OpenAsync();
#pragma warning disable CA2100 // the benchmark's own statements
        await using var command = new NpgsqlCommand(sql, own);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    static double Timing(Func<int[]> work)
    {
        var began = Stopwatch.GetTimestamp();
        work();
        return Seconds(began) * 1000;
    }

    static double Seconds(long began) => Stopwatch.GetElapsedTime(began).TotalSeconds;

    static CultureInfo Invariant => CultureInfo.InvariantCulture;

    static void Say(FormattableString text) => Console.WriteLine(text.ToString(Invariant));
}
