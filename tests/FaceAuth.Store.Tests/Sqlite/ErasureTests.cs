using FaceAuth.Store.Contracts;
using Microsoft.EntityFrameworkCore;
using static FaceAuth.Store.Tests.Vectors;

namespace FaceAuth.Store.Tests.Sqlite;

/// <summary>Looks at the bytes of the files, not at what the database says is in them.</summary>
public sealed class ErasureTests
{
    const string Owner = "rp:1";

    // enough that the pages of every table were split, merged and moved
    const int People = 120;

    readonly Random _random = new(9);

    [Fact]
    public async Task No_file_ever_holds_a_plain_vector_or_the_master_key()
    {
        await using var store = await SqliteStore.OpenAsync();
        var vectors = new List<float[]>();
        for (var i = 0; i < 20; i++)
        {
            vectors.Add(Random(_random, 512));
            await EnrolAsync(store, $"person {i}", [Template(vectors[i])]);
        }

        var master = Convert.FromBase64String(await File.ReadAllTextAsync(Path.Combine(store.Folder, "master.key"), Cancellation));
        var files = Files(store);

        Assert.Equal(20, await store.QueryAsync(c => c.Templates.CountAsync(Cancellation)));
        foreach (var vector in vectors) Assert.False(Holds(files, Bytes(vector)));
        Assert.False(Holds(files.Where(f => f.Key != "master.key"), master));
    }

    [Fact]
    public async Task What_was_erased_is_in_no_file_any_more()
    {
        await using var store = await SqliteStore.OpenAsync();
        var subjects = new List<Guid>();
        for (var i = 0; i < People; i++)
            subjects.Add(await EnrolAsync(store, $"person {i:000}", [.. Enumerable.Range(0, 4).Select(_ => Template(Random(_random)))]));
        var (erased, kept) = (subjects.Where((_, i) => i % 3 != 0).ToArray(), subjects.Where((_, i) => i % 3 == 0).ToArray());
        var (secrets, others) = (await BlobsAsync(store, erased), await BlobsAsync(store, kept));
        Assert.Equal((80 * 9, 40 * 9), (secrets.Count, others.Count));
        Assert.All(secrets.Concat(others), blob => Assert.True(Holds(Files(store, blob), blob)));

        foreach (var subject in erased) Assert.NotNull(await store.Subjects.EraseAsync(subject, Cancellation));

        var files = Files(store);
        Assert.Empty(files["faceauth.db-wal"]);
        Assert.All(secrets, blob => Assert.False(Holds(files, blob)));
        Assert.All(others, blob => Assert.True(Holds(files, blob)));
    }

    [Fact]
    public async Task A_subject_erased_while_it_is_enrolled_leaves_nothing()
    {
        await using var store = await SqliteStore.OpenAsync();
        for (var round = 0; round < 20; round++)
        {
            var subject = (await store.Subjects.GetOrCreateAsync(Owner, "anna", Cancellation)).Id;
            var enrolling = Task.Run(async () =>
            {
                try
                {
                    await store.Templates.AddAsync(subject, [Template(Random(_random))], Cancellation);
                }
                catch (SubjectNotFoundException)
                {
                    // erased first: just as good
                }
            }, Cancellation);
            await store.Subjects.EraseAsync(subject, Cancellation);
            await enrolling;

            Assert.Equal(0, await store.QueryAsync(c => c.Templates.CountAsync(Cancellation)));
        }
    }

    async Task<Guid> EnrolAsync(SqliteStore store, string name, FaceTemplate[] templates)
    {
        var subject = await store.Subjects.GetOrCreateAsync(Owner, name, Cancellation);
        await store.Templates.AddAsync(subject.Id, templates, Cancellation);
        return subject.Id;
    }

    /// <summary>Wrapped keys, protected vectors and sealed originals.</summary>
    static Task<List<byte[]>> BlobsAsync(SqliteStore store, Guid[] subjects) => store.QueryAsync(async context =>
    {
        var rows = await context.Subjects.Include(s => s.Templates).Where(s => subjects.Contains(s.Id)).ToListAsync(Cancellation);
        return rows.SelectMany(s => s.Templates.SelectMany(t => (byte[][])[t.Protected, t.Sealed]).Append(s.WrappedKey)).ToList();
    });

    static Dictionary<string, byte[]> Files(SqliteStore store) =>
        Directory.GetFiles(store.Folder).ToDictionary(f => Path.GetFileName(f)!, ReadShared);

    // a fresh look only for the first blob: the files do not change between
    Dictionary<string, byte[]> Files(SqliteStore store, byte[] _) => _files ??= Files(store);

    Dictionary<string, byte[]>? _files;

    /// <summary>Whether any of a few 12-byte pieces of <paramref name="secret"/> is there: a part left behind counts too.</summary>
    static bool Holds(IEnumerable<KeyValuePair<string, byte[]>> files, byte[] secret)
    {
        const int Piece = 12;
        int[] starts = [0, secret.Length / 3, 2 * secret.Length / 3, secret.Length - Piece];
        // the first byte of an envelope is its version; the pieces begin after it
        var pieces = starts.Select(start => secret.AsMemory(Math.Clamp(start, 1, secret.Length - Piece), Piece)).ToArray();
        return files.Any(file => pieces.Any(piece => file.Value.AsSpan().IndexOf(piece.Span) >= 0));
    }

    static byte[] Bytes(float[] vector)
    {
        var bytes = new byte[vector.Length * sizeof(float)];
        Buffer.BlockCopy(vector, 0, bytes, 0, bytes.Length);
        return bytes;
    }

    static byte[] ReadShared(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
