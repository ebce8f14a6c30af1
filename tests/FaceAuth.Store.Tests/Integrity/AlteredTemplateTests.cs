using FaceAuth.Store.Contracts;
using Microsoft.EntityFrameworkCore;
using static FaceAuth.Store.Tests.Vectors;

namespace FaceAuth.Store.Tests.Integrity;

/// <summary>Somebody writes to the database file: what was altered never compares.</summary>
public sealed class AlteredTemplateTests : IAsyncLifetime
{
    const string Owner = "rp:1";

    readonly Random _random = new(77);
    SqliteStore _store = null!;
    float[] _face = null!;
    Guid _anna;

    // byte of the vector's first number, and bit: from its last place over its exponent to its sign
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 5)]
    [InlineData(2, 6)]
    [InlineData(2, 7)]
    [InlineData(3, 0)]
    [InlineData(3, 5)]
    [InlineData(3, 6)]
    [InlineData(3, 7)]
    public async Task A_flipped_bit_makes_nobody_match(int index, int bit)
    {
        await AlterVectorAsync(vector => vector[index] ^= (byte)(1 << bit));

        Assert.Null(await LoadAsync(_anna));
        Assert.Empty(await NearestAsync(_face));
        Assert.Empty(await NearestAsync(Random(_random)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(256)]
    [InlineData(510)]
    [InlineData(516)]
    public async Task A_vector_of_another_length_is_none(int length)
    {
        await AlterVectorAsync(vector => [.. vector.Take(length), .. new byte[Math.Max(0, length - vector.Length)]]);

        Assert.Null(await LoadAsync(_anna));
        Assert.Empty(await NearestAsync(_face));
    }

    [Theory]
    [InlineData("ModelId", "'another-model'")]
    [InlineData("Generation", "2")]
    [InlineData("Generation", "0")]
    [InlineData("Dimension", "64")]
    [InlineData("Dimension", "1000000")]
    [InlineData("Origin", "1")]
    [InlineData("Quality", "0.75")]
    [InlineData("CreatedAt", "CreatedAt + 1")]
    [InlineData("Id", "'11111111-1111-1111-1111-111111111111'")]
    [InlineData("Authenticator", "zeroblob(32)")]
    [InlineData("Authenticator", "x''")]
    public async Task A_row_with_another_value_is_none(string column, string value)
    {
        await SqlAsync($"UPDATE Templates SET {column} = {value}");

        foreach (var model in (string[])[Model, "another-model"])
        {
            Assert.Null(await _store.Templates.LoadAsync(_anna, model, Cancellation));
            Assert.Empty(await _store.Templates.NearestAsync(Owner, model, _face, 1, Cancellation));
        }
    }

    [Fact]
    public async Task A_row_moved_to_another_subject_does_not_verify_for_it()
    {
        var bob = await EnrolAsync("bob", Random(_random));

        await SqlAsync($"UPDATE Templates SET SubjectId = '{Text(bob)}' WHERE SubjectId = '{Text(_anna)}'");

        Assert.Null(await LoadAsync(_anna));
        using var set = await LoadAsync(bob);
        Assert.True(set!.BestSimilarity(_face) < 0.9f);
        Assert.DoesNotContain(await NearestAsync(_face), match => match.Similarity > 0.9f);
    }

    [Fact]
    public async Task A_row_copied_to_another_subject_under_a_new_id_does_not_verify_for_it()
    {
        var bob = await EnrolAsync("bob", Random(_random));

        await CopyAsync(bob, Guid.NewGuid());

        using var set = await LoadAsync(bob);
        Assert.Equal(1, set!.Count);
        Assert.True(set.BestSimilarity(_face) < 0.9f);
        Assert.Equal(_anna, (await NearestAsync(_face))[0].SubjectId);
    }

    [Fact]
    public async Task A_vector_copied_into_another_subjects_row_does_not_verify_for_it()
    {
        var bob = await EnrolAsync("bob", Random(_random));

        await SqlAsync(
            $"UPDATE Templates SET (Protected, Sealed) = (SELECT Protected, Sealed FROM Templates WHERE SubjectId = '{Text(_anna)}') " +
            $"WHERE SubjectId = '{Text(bob)}'");

        Assert.Null(await LoadAsync(bob));
        Assert.Equal(_anna, Assert.Single(await NearestAsync(_face)).SubjectId);
    }

    [Fact]
    public async Task A_subject_under_another_owner_or_name_takes_no_template_along()
    {
        var bob = await EnrolAsync("bob", Random(_random));

        // the two change names: whoever asks for bob would be shown anna's face
        await SqlAsync(
            "CREATE TABLE Was AS SELECT Id, NameHash FROM Subjects; UPDATE Subjects SET NameHash = NULL; " +
            "UPDATE Subjects SET NameHash = (SELECT NameHash FROM Was WHERE Was.Id <> Subjects.Id)");
        Assert.Null(await LoadAsync(_anna));
        Assert.Null(await LoadAsync(bob));

        await SqlAsync(
            "UPDATE Subjects SET NameHash = NULL; " +
            "UPDATE Subjects SET NameHash = (SELECT NameHash FROM Was WHERE Was.Id = Subjects.Id)");
        Assert.NotNull(await LoadAsync(_anna));
        await SqlAsync($"UPDATE Subjects SET Owner = 'rp:2' WHERE Id = '{Text(_anna)}'");
        Assert.Null(await LoadAsync(_anna));
        Assert.Empty(await _store.Templates.NearestAsync("rp:2", Model, _face, 1, Cancellation));
    }

    [Fact]
    public async Task A_row_altered_after_the_index_was_loaded_is_not_found_and_the_next_best_is()
    {
        var near = await EnrolAsync("near", Near(_face, 0.8f, _random));
        Assert.Equal(_anna, (await NearestAsync(_face))[0].SubjectId);

        await AlterVectorAsync(vector => vector[3] ^= 0x40);

        Assert.Equal(near, Assert.Single(await NearestAsync(_face)).SubjectId);
        Assert.Equal(near, Assert.Single(await NearestAsync(_face)).SubjectId);
    }

    [Fact]
    public async Task A_search_on_disk_passes_over_what_was_altered()
    {
        // 1 MiB holds 1913 rows of 512 numbers
        await using var store = await SqliteStore.OpenAsync(null, ("SearchMemoryMiB", "1"), ("TemplatesPerSubject", "64"));
        var faces = new List<(Guid Id, float[] Face)>();
        for (var i = 0; i < 31; i++)
        {
            var id = (await store.Subjects.GetOrCreateAsync(Owner, $"person {i}", Cancellation)).Id;
            var vectors = Enumerable.Range(0, 64).Select(_ => Random(_random, 512)).ToArray();
            await store.Templates.AddAsync(id, [.. vectors.Select(vector => Template(vector))], Cancellation);
            faces.Add((id, vectors[0]));
        }

        await SqlAsync(
            store, $"UPDATE Templates SET Protected = zeroblob(length(Protected)) WHERE SubjectId = '{Text(faces[3].Id)}'");

        Assert.DoesNotContain(
            await store.Templates.NearestAsync(Owner, Model, faces[3].Face, 100, Cancellation), match => match.SubjectId == faces[3].Id);
        Assert.Equal(faces[4].Id, (await store.Templates.NearestAsync(Owner, Model, faces[4].Face, 1, Cancellation))[0].SubjectId);
        Assert.Contains(store.Log.Lines, line => line.Contains("exceeds Store:SearchMemoryMiB", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Id", "'no id'")]
    [InlineData("Quality", "x'00'")]
    [InlineData("Generation", "'no number'")]
    public async Task A_value_that_is_of_no_such_kind_refuses_with_a_sentence_or_is_none(string column, string value)
    {
        await SqlAsync($"UPDATE Templates SET {column} = {value}");

        foreach (var reading in (Func<Task>[])[ReadAsync, SearchAsync])
            if (await Record.ExceptionAsync(reading) is { } fault)
                Assert.Contains("Restore it from a backup", Assert.IsType<StoreException>(fault).Message, StringComparison.Ordinal);

        async Task ReadAsync() => Assert.Null(await LoadAsync(_anna));
        async Task SearchAsync() => Assert.Empty(await NearestAsync(_face));
    }

    [Fact]
    public async Task What_is_left_of_a_subject_still_compares()
    {
        var second = Random(_random);
        await _store.Templates.AddAsync(_anna, [Template(second)], Cancellation);

        await SqlAsync("UPDATE Templates SET Protected = zeroblob(512) WHERE Id = (SELECT min(Id) FROM Templates)");

        using var set = await LoadAsync(_anna);
        Assert.Equal(1, set!.Count);
        Assert.True(Math.Max(set.BestSimilarity(second), set.BestSimilarity(_face)) > 0.999f);
    }

    [Fact]
    public async Task An_enrolment_takes_the_place_of_what_was_altered()
    {
        await AlterVectorAsync(vector => vector[3] ^= 0x40);
        Assert.Null(await LoadAsync(_anna));
        Assert.Equal(0, (await _store.Subjects.FindAsync(_anna, Cancellation))!.TemplateCount);

        // nothing to compare with, so that what is expected is nothing
        Assert.True(await _store.Templates.TryAddAsync(_anna, [Template(_face)], default, Cancellation));

        using var set = await LoadAsync(_anna);
        Assert.Equal((1, 1), (set!.Count, await _store.QueryAsync(c => c.Templates.CountAsync(Cancellation))));
        Assert.Equal(1f, set.BestSimilarity(_face), 1e-5f);
        Assert.Equal(1, (await _store.Subjects.FindAsync(_anna, Cancellation))!.TemplateCount);
        Assert.Equal(_anna, (await NearestAsync(_face))[0].SubjectId);
    }

    [Fact]
    public async Task An_altered_row_displaces_no_genuine_one()
    {
        await _store.Templates.AddAsync(_anna, [.. Enumerable.Range(0, 3).Select(_ => Template(Random(_random), 0.9f))], Cancellation);
        await SqlAsync("UPDATE Templates SET Quality = 1 WHERE Id = (SELECT min(Id) FROM Templates)");

        // four places
        await _store.Templates.AddAsync(_anna, [Template(Random(_random), 0.8f)], Cancellation);

        using var set = await LoadAsync(_anna);
        Assert.Equal(4, set!.Count);
    }

    [Fact]
    public async Task An_altered_length_keeps_nobody_else_from_enrolling()
    {
        await SqlAsync("UPDATE Templates SET Dimension = 96");

        await EnrolAsync("bob", Random(_random));

        Assert.NotEmpty(await NearestAsync(_face));
    }

    [Fact]
    public async Task An_altered_generation_neither_stops_the_start_nor_is_renewed()
    {
        await SqlAsync("UPDATE Templates SET Generation = 7");

        await using var later = await SqliteStore.OpenAsync(_store.Folder, ("TransformGeneration", "2"));

        Assert.Null(await later.Templates.LoadAsync(_anna, Model, Cancellation));
        Assert.Equal(7, await later.QueryAsync(c => c.Templates.Select(t => t.Generation).SingleAsync(Cancellation)));
    }

    [Fact]
    public async Task A_template_altered_before_its_transform_is_renewed_is_not_made_good_by_it()
    {
        await SqlAsync("UPDATE Templates SET Origin = 1");

        await using var later = await SqliteStore.OpenAsync(_store.Folder, ("TransformGeneration", "2"));

        Assert.Null(await later.Templates.LoadAsync(_anna, Model, Cancellation));
    }

    public async ValueTask InitializeAsync()
    {
        _store = await SqliteStore.OpenAsync(null, ("TemplatesPerSubject", "4"));
        _face = Random(_random);
        _anna = await EnrolAsync("anna", _face);
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    ValueTask<ITemplateSet?> LoadAsync(Guid subject) => _store.Templates.LoadAsync(subject, Model, Cancellation);

    ValueTask<IReadOnlyList<TemplateMatch>> NearestAsync(float[] probe) =>
        _store.Templates.NearestAsync(Owner, Model, probe, 1, Cancellation);

    async Task<Guid> EnrolAsync(string name, float[] face)
    {
        var subject = await _store.Subjects.GetOrCreateAsync(Owner, name, Cancellation);
        await _store.Templates.AddAsync(subject.Id, [Template(face)], Cancellation);
        return subject.Id;
    }

    /// <summary>Alters anna's vector behind the store's back.</summary>
    Task<int> AlterVectorAsync(Func<byte[], byte[]> alter) => _store.QueryAsync(async context =>
    {
        var vector = await context.Templates.Where(t => t.SubjectId == _anna).Select(t => t.Protected).SingleAsync(Cancellation);
        vector = alter(vector);
        return await context.Templates.Where(t => t.SubjectId == _anna)
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.Protected, vector), Cancellation);
    });

    Task<int> AlterVectorAsync(Action<byte[]> alter) => AlterVectorAsync(vector =>
    {
        alter(vector);
        return vector;
    });

    /// <summary>Copies anna's row, all of it, under another subject and id.</summary>
    async Task CopyAsync(Guid subject, Guid id)
    {
        var columns = await _store.QueryAsync(c => c.Database
            .SqlQueryRaw<string>("SELECT name AS Value FROM pragma_table_info('Templates')").ToListAsync(Cancellation));
        var values = columns.Select(column =>
            column switch { "Id" => $"'{Text(id)}'", "SubjectId" => $"'{Text(subject)}'", _ => column });
        await SqlAsync(
            $"INSERT INTO Templates ({string.Join(',', columns)}) SELECT {string.Join(',', values)} FROM Templates " +
            $"WHERE SubjectId = '{Text(_anna)}'");
    }

    Task<int> SqlAsync(string sql) => SqlAsync(_store, sql);

#pragma warning disable EF1002 // the tests' own
    static Task<int> SqlAsync(SqliteStore store, string sql) =>
        store.QueryAsync(c => c.Database.ExecuteSqlRawAsync(sql, Cancellation));
#pragma warning restore EF1002

    /// <summary>As SQLite's provider writes ids.</summary>
    static string Text(Guid id) => id.ToString().ToUpperInvariant();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
