using FaceAuth.Store.Contracts;
using static FaceAuth.Store.Tests.Vectors;

namespace FaceAuth.Store.Tests.Contracts;

/// <summary>What every template store does, whatever it keeps its rows in.</summary>
public abstract class TemplateStoreContract : IAsyncLifetime
{
    const string Owner = "rp:contract";
    const int LimitPerSubject = 4;
    const int AdaptedPerSubject = 3;

    readonly Random _random = new(42);

    protected abstract ITemplateStore Templates { get; }

    protected abstract ISubjectStore Subjects { get; }

    [Fact]
    public async Task Compares_a_probe_as_if_the_vectors_were_plain()
    {
        var subject = await SubjectAsync("anna");
        float[][] stored = [Random(_random), Random(_random), Random(_random)];
        await Templates.AddAsync(subject, [.. stored.Select(v => Template(v))], Cancellation);
        using var set = await Templates.LoadAsync(subject, Model, Cancellation);

        for (var i = 0; i < 50; i++)
        {
            var probe = Near(stored[i % 3], (float)_random.NextDouble(), _random);
            Assert.Equal(stored.Max(v => Similarity(v, probe)), set!.BestSimilarity(probe), 1e-5f);
        }
    }

    [Fact]
    public async Task Loads_nothing_for_a_subject_without_templates_of_the_model()
    {
        var subject = await SubjectAsync("anna");
        await Templates.AddAsync(subject, [Template(Random(_random))], Cancellation);

        Assert.Null(await Templates.LoadAsync(subject, "another-model", Cancellation));
        Assert.Null(await Templates.LoadAsync(Guid.NewGuid(), Model, Cancellation));
    }

    [Fact]
    public async Task Keeps_models_of_different_lengths_apart()
    {
        var subject = await SubjectAsync("anna");
        var (shorter, longer) = (Random(_random, 128), Random(_random, 512));
        await Templates.AddAsync(subject, [Template(shorter, model: "m128")], Cancellation);
        await Templates.AddAsync(subject, [Template(longer, model: "m512")], Cancellation);

        using var set = await Templates.LoadAsync(subject, "m512", Cancellation);

        Assert.Equal(1f, set!.BestSimilarity(longer), 1e-5f);
        Assert.Throws<ArgumentException>(() => set.BestSimilarity(shorter));
        await Assert.ThrowsAsync<ArgumentException>(
            () => Templates.AddAsync(subject, [Template(shorter, model: "m512")], Cancellation).AsTask());
    }

    [Fact]
    public async Task Keeps_the_best_by_quality_when_a_subject_has_too_many()
    {
        var subject = await SubjectAsync("anna");
        var vectors = Enumerable.Range(0, LimitPerSubject + 3).Select(_ => Random(_random)).ToArray();
        await Templates.AddAsync(subject, [.. vectors.Take(LimitPerSubject).Select((v, i) => Template(v, 0.1f * (i + 1)))], Cancellation);

        await Templates.AddAsync(
            subject, [Template(vectors[4], 0.9f), Template(vectors[5], 0.05f), Template(vectors[6], 0.8f)], Cancellation);

        using var set = await Templates.LoadAsync(subject, Model, Cancellation);
        Assert.Equal(LimitPerSubject, set!.Count);
        Assert.All([2, 3, 4, 6], kept => Assert.Equal(1f, set.BestSimilarity(vectors[kept]), 1e-5f));
        Assert.All([0, 1, 5], gone => Assert.True(set.BestSimilarity(vectors[gone]) < 0.9f));
        Assert.Equal(LimitPerSubject, (await Subjects.FindAsync(subject, Cancellation))!.TemplateCount);
    }

    [Fact]
    public async Task Stores_none_of_a_call_that_is_wrong_in_one_template()
    {
        var subject = await SubjectAsync("anna");
        var good = Template(Random(_random));
        FaceTemplate[] wrong =
        [
            Template([.. Random(_random).Select(x => x * 1.01f)]),
            Template([float.NaN, .. Random(_random)[1..]]),
            Template(new float[128]),
            Template(Random(_random), quality: 1.5f),
            Template(Random(_random), quality: float.NaN),
            Template(Random(_random), model: "another-model"),
            Template(Random(_random, 64)),
        ];

        foreach (var template in wrong)
            await Assert.ThrowsAsync<ArgumentException>(() => Templates.AddAsync(subject, [good, template], Cancellation).AsTask());
        await Assert.ThrowsAsync<ArgumentException>(() => Templates.AddAsync(subject, [], Cancellation).AsTask());

        Assert.Null(await Templates.LoadAsync(subject, Model, Cancellation));
    }

    [Fact]
    public async Task Refuses_templates_of_a_subject_that_is_not_there()
    {
        var erased = await SubjectAsync("anna");
        await Subjects.EraseAsync(erased, Cancellation);

        var fault = await Assert.ThrowsAsync<SubjectNotFoundException>(
            () => Templates.AddAsync(erased, [Template(Random(_random))], Cancellation).AsTask());

        Assert.Equal(erased, fault.SubjectId);
    }

    [Fact]
    public async Task A_set_that_is_disposed_compares_nothing_any_more()
    {
        var subject = await SubjectAsync("anna");
        var vector = Random(_random);
        await Templates.AddAsync(subject, [Template(vector)], Cancellation);
        var set = await Templates.LoadAsync(subject, Model, Cancellation);

        set!.Dispose();

        Assert.Throws<ObjectDisposedException>(() => set.BestSimilarity(vector));
    }

    [Fact]
    public async Task Finds_the_nearest_subjects_best_first_and_each_once()
    {
        var people = new List<(Guid Id, float[][] Vectors)>();
        for (var i = 0; i < 60; i++)
        {
            var face = Random(_random);
            float[][] vectors = [face, Near(face, 0.8f, _random), Near(face, 0.7f, _random)];
            var id = await SubjectAsync($"person {i}");
            await Templates.AddAsync(id, [.. vectors.Select(v => Template(v))], Cancellation);
            people.Add((id, vectors));
        }

        for (var i = 0; i < 60; i += 7)
        {
            var probe = Near(people[i].Vectors[0], 0.6f, _random);
            var expected = people.Select(p => (p.Id, Best: p.Vectors.Max(v => Similarity(v, probe))))
                .OrderByDescending(p => p.Best).Take(10).ToArray();

            var found = await Templates.NearestAsync(Owner, Model, probe, 10, Cancellation);

            Assert.Equal(expected.Select(p => p.Id), found.Select(m => m.SubjectId));
            Assert.All(found.Zip(expected), pair => Assert.Equal(pair.Second.Best, pair.First.Similarity, 1e-5f));
        }
    }

    [Fact]
    public async Task A_search_sees_what_was_added_displaced_and_erased_since_the_last_one()
    {
        var (anna, bert) = (await SubjectAsync("anna"), await SubjectAsync("bert"));
        var (first, second) = (Random(_random), Random(_random));
        await Templates.AddAsync(anna, [Template(first, 0.1f)], Cancellation);
        Assert.Single(await Templates.NearestAsync(Owner, Model, first, 5, Cancellation));

        await Templates.AddAsync(bert, [Template(second)], Cancellation);
        Assert.Equal(bert, (await Templates.NearestAsync(Owner, Model, second, 5, Cancellation))[0].SubjectId);

        var better = Enumerable.Range(0, LimitPerSubject).Select(_ => Template(Random(_random), 0.9f));
        await Templates.AddAsync(anna, [.. better], Cancellation);
        Assert.All(await Templates.NearestAsync(Owner, Model, first, 5, Cancellation), match => Assert.True(match.Similarity < 0.9f));

        await Subjects.EraseAsync(bert, Cancellation);
        Assert.DoesNotContain(await Templates.NearestAsync(Owner, Model, second, 5, Cancellation), match => match.SubjectId == bert);
    }

    [Fact]
    public async Task A_search_stays_with_its_owner_and_its_model()
    {
        var mine = await SubjectAsync("anna");
        var theirs = (await Subjects.GetOrCreateAsync("rp:other", "anna", Cancellation)).Id;
        var vector = Random(_random);
        await Templates.AddAsync(mine, [Template(vector)], Cancellation);
        await Templates.AddAsync(theirs, [Template(vector)], Cancellation);

        Assert.Equal(mine, Assert.Single(await Templates.NearestAsync(Owner, Model, vector, 5, Cancellation)).SubjectId);
        Assert.Empty(await Templates.NearestAsync(Owner, "another-model", vector, 5, Cancellation));
        Assert.Empty(await Templates.NearestAsync("rp:nobody", Model, vector, 5, Cancellation));
    }

    [Fact]
    public async Task Refuses_a_search_for_too_many_or_with_a_vector_of_another_length()
    {
        var subject = await SubjectAsync("anna");
        await Templates.AddAsync(subject, [Template(Random(_random))], Cancellation);

        foreach (var count in (int[])[0, 101])
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
                () => Templates.NearestAsync(Owner, Model, Random(_random), count, Cancellation).AsTask());
        await Assert.ThrowsAsync<ArgumentException>(
            () => Templates.NearestAsync(Owner, Model, Random(_random, 64), 1, Cancellation).AsTask());
        await Assert.ThrowsAsync<ArgumentException>(() => Templates.NearestAsync(Owner, Model, new float[128], 1, Cancellation).AsTask());
    }

    [Fact]
    public async Task Enrolments_searches_and_erasures_at_once_leave_what_they_should()
    {
        var subjects = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => Task.Run(() => SubjectAsync($"person {i}"))));
        var vectors = subjects.Select(_ => Random(_random)).ToArray();

        await Parallel.ForAsync(0, subjects.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, cancellation) =>
        {
            await Templates.AddAsync(subjects[i], [Template(vectors[i])], cancellation);
            Assert.Equal(subjects[i], (await Templates.NearestAsync(Owner, Model, vectors[i], 1, cancellation))[0].SubjectId);
            if (i % 3 == 0) Assert.NotNull(await Subjects.EraseAsync(subjects[i], cancellation));
        });

        for (var i = 0; i < subjects.Length; i++)
        {
            var best = (await Templates.NearestAsync(Owner, Model, vectors[i], 1, Cancellation))[0];
            Assert.Equal(i % 3 != 0, best.SubjectId == subjects[i]);
        }
    }

    [Fact]
    public async Task Adds_only_to_the_templates_that_were_looked_at()
    {
        var subject = await SubjectAsync("anna");
        var (first, second, third) = (Random(_random), Random(_random), Random(_random));
        Assert.True(await Templates.TryAddAsync(subject, [Template(first)], default, Cancellation));
        using var seen = await Templates.LoadAsync(subject, Model, Cancellation);

        Assert.False(await Templates.TryAddAsync(subject, [Template(second)], default, Cancellation));
        Assert.True(await Templates.TryAddAsync(subject, [Template(second)], seen!.Version, Cancellation));
        Assert.False(await Templates.TryAddAsync(subject, [Template(third)], seen.Version, Cancellation));

        using var set = await Templates.LoadAsync(subject, Model, Cancellation);
        Assert.Equal(2, set!.Count);
        Assert.True(set.BestSimilarity(third) < 0.9f);
        Assert.True((await Templates.NearestAsync(Owner, Model, third, 1, Cancellation))[0].Similarity < 0.9f);
    }

    [Fact]
    public async Task A_set_has_one_version_until_a_template_comes_or_goes()
    {
        var subject = await SubjectAsync("anna");
        await Templates.AddAsync(subject, [Template(Random(_random)), Template(Random(_random))], Cancellation);
        await Templates.AddAsync(subject, [Template(Random(_random), model: "another-model")], Cancellation);
        using var first = await Templates.LoadAsync(subject, Model, Cancellation);
        using var again = await Templates.LoadAsync(subject, Model, Cancellation);
        await Templates.AddAsync(subject, [Template(Random(_random))], Cancellation);
        using var after = await Templates.LoadAsync(subject, Model, Cancellation);

        Assert.Equal(first!.Version, again!.Version);
        Assert.NotEqual(first.Version, after!.Version);
        Assert.NotEqual(default, first.Version);
    }

    [Fact]
    public async Task Of_many_additions_at_once_to_the_same_templates_one_is_stored()
    {
        var subject = await SubjectAsync("anna");
        var vectors = Enumerable.Range(0, 12).Select(_ => Random(_random)).ToArray();

        var added = await Task.WhenAll(vectors.Select(vector => Task.Run(
            async () => await Templates.TryAddAsync(subject, [Template(vector)], default, Cancellation))));

        Assert.Equal(1, added.Count(done => done));
        using var set = await Templates.LoadAsync(subject, Model, Cancellation);
        Assert.Equal(1, set!.Count);
        Assert.Equal(1f, set.BestSimilarity(vectors[Array.IndexOf(added, true)]), 1e-5f);
    }

    [Fact]
    public async Task Adapted_templates_take_no_place_of_enrolled_ones_and_the_oldest_goes_first()
    {
        var subject = await SubjectAsync("anna");
        var enrolled = Enumerable.Range(0, LimitPerSubject).Select(_ => Random(_random)).ToArray();
        var adapted = Enumerable.Range(0, AdaptedPerSubject + 2).Select(_ => Random(_random)).ToArray();
        await Templates.AddAsync(subject, [.. enrolled.Select(v => Template(v, 0.1f))], Cancellation);

        foreach (var vector in adapted)
        {
            PassTime();
            await Templates.AddAsync(subject, [Adapted(vector, 0.9f)], Cancellation);
        }

        using var set = await Templates.LoadAsync(subject, Model, Cancellation);
        Assert.Equal((LimitPerSubject + AdaptedPerSubject, LimitPerSubject), (set!.Count, set.EnrolledCount));
        Assert.All(enrolled, kept => Assert.Equal(1f, set.BestEnrolledSimilarity(kept), 1e-5f));
        Assert.All(adapted[2..], kept => Assert.Equal(1f, set.BestSimilarity(kept), 1e-5f));
        Assert.All(adapted[..2], gone => Assert.True(set.BestSimilarity(gone) < 0.9f));
        Assert.All(adapted, other => Assert.True(set.BestEnrolledSimilarity(other) < 0.9f));
    }

    [Fact]
    public async Task A_search_finds_a_subject_by_an_adapted_template_too()
    {
        var subject = await SubjectAsync("anna");
        var (enrolled, adapted) = (Random(_random), Random(_random));
        await Templates.AddAsync(subject, [Template(enrolled)], Cancellation);

        await Templates.AddAsync(subject, [Adapted(adapted, 0.5f)], Cancellation);

        Assert.Equal(1f, Assert.Single(await Templates.NearestAsync(Owner, Model, adapted, 5, Cancellation)).Similarity, 1e-5f);
        await Assert.ThrowsAsync<ArgumentException>(
            () => Templates.AddAsync(subject, [Template(enrolled), Adapted(adapted, 0.5f)], Cancellation).AsTask());
    }

    /// <summary>Lets the store's clock go on by a second.</summary>
    protected abstract void PassTime();

    public abstract ValueTask InitializeAsync();

    public abstract ValueTask DisposeAsync();

    static FaceTemplate Adapted(float[] vector, float quality) => Template(vector, quality) with { Origin = TemplateOrigin.Adapted };

    async Task<Guid> SubjectAsync(string name) => (await Subjects.GetOrCreateAsync(Owner, name, Cancellation)).Id;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
