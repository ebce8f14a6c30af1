using FaceAuth.Store.Search;
using static FaceAuth.Store.Tests.Vectors;

namespace FaceAuth.Store.Tests.Search;

public sealed class CodeIndexTests
{
    const int Dimension = 128;

    readonly Random _random = new(5);

    [Fact]
    public void Its_candidates_always_hold_the_true_nearest_even_among_near_ties()
    {
        using var index = new CodeIndex(Dimension, 16);
        var centre = Random(_random, Dimension);
        // 2000 subjects within a few ten-thousandths of each other: the codes alone cannot tell them apart
        var rows = Enumerable.Range(0, 2000)
            .Select(i => (Id: Guid.NewGuid(), Vector: Near(centre, 0.5f + i % 20 * 1e-5f, _random))).ToArray();
        foreach (var (id, vector) in rows) index.Load(id, id, vector);
        index.EndLoad();

        for (var query = 0; query < 20; query++)
        {
            var probe = query % 2 == 0 ? centre : Near(centre, 0.9f, _random);
            var best = rows.OrderByDescending(row => Similarity(row.Vector, probe)).Take(5).Select(row => row.Id);

            Assert.Superset(best.ToHashSet(), index.Candidates(probe, 5).ToHashSet());
        }
    }

    [Fact]
    public void Its_candidates_are_few_among_strangers()
    {
        using var index = new CodeIndex(512, 16);
        for (var i = 0; i < 5000; i++) index.Load(Guid.NewGuid(), Guid.NewGuid(), Random(_random, 512));
        var (id, face) = (Guid.NewGuid(), Random(_random, 512));
        index.Load(id, id, face);

        Assert.Equal([id], index.Candidates(Near(face, 0.6f, _random), 1));
    }

    [Fact]
    public void A_renewal_leaves_alone_who_was_changed_here_while_it_read()
    {
        using var index = new CodeIndex(Dimension, 0);
        index.EndLoad();
        var (anna, bob) = (Guid.NewGuid(), Guid.NewGuid());
        StoredTemplate old = new(Guid.NewGuid(), anna, Random(_random)), mine = new(Guid.NewGuid(), anna, Random(_random));
        StoredTemplate theirs = new(Guid.NewGuid(), bob, Random(_random));
        index.Add(old.Id, anna, old.Vector);

        index.BeginRenewal();
        index.Add(mine.Id, anna, mine.Vector);
        var again = index.Renew(new HashSet<Guid> { anna, bob }, [old, theirs]);

        Assert.Equal([anna], again);
        Assert.Equal(3, index.Count);
        Assert.All([old, mine, theirs], one => Assert.Contains(one.Id, index.Candidates(one.Vector, 1)));
    }

    [Fact]
    public void What_a_renewal_brought_is_there_once_when_its_commit_is_told()
    {
        using var index = new CodeIndex(Dimension, 0);
        index.EndLoad();
        var template = new StoredTemplate(Guid.NewGuid(), Guid.NewGuid(), Random(_random));

        index.BeginRenewal();
        index.Renew(new HashSet<Guid> { template.SubjectId }, [template]);
        index.Add(template.Id, template.SubjectId, template.Vector);

        Assert.Equal(1, index.Count);
    }

    [Fact]
    public void A_renewal_while_it_is_loaded_wins_over_what_the_load_brings()
    {
        using var index = new CodeIndex(Dimension, 0);
        var subject = Guid.NewGuid();
        StoredTemplate old = new(Guid.NewGuid(), subject, Random(_random)), present = new(Guid.NewGuid(), subject, Random(_random));

        index.BeginRenewal();
        index.Renew(new HashSet<Guid> { subject }, [present]);
        index.Load(old.Id, subject, old.Vector);
        index.Load(present.Id, subject, present.Vector);
        index.EndLoad();

        Assert.Equal(1, index.Count);
        Assert.Equal([present.Id], index.Candidates(present.Vector, 1));
    }

    [Fact]
    public void A_renewal_of_many_leaves_the_others_as_they_are()
    {
        using var index = new CodeIndex(Dimension, 0);
        index.EndLoad();
        var rows = Enumerable.Range(0, 3 * CodeSegment.RowsMax / 2)
            .Select(i => new StoredTemplate(Guid.NewGuid(), Guid.NewGuid(), Random(_random))).ToArray();
        foreach (var row in rows) index.Add(row.Id, row.SubjectId, row.Vector);

        index.BeginRenewal();
        index.Renew(rows.Where((_, i) => i % 3 != 0).Select(row => row.SubjectId).ToHashSet(), []);

        Assert.Equal(rows.Length / 3, index.Count);
        for (var i = 0; i < rows.Length; i += 97)
            Assert.Equal(i % 3 == 0, index.Candidates(rows[i].Vector, 1).Contains(rows[i].Id));
    }

    [Fact]
    public void Forgets_what_is_removed_and_keeps_the_rest()
    {
        using var index = new CodeIndex(Dimension, 0);
        index.EndLoad();
        var rows = Enumerable.Range(0, 100)
            .Select(i => (Template: Guid.NewGuid(), Subject: Guid.NewGuid(), Vector: Random(_random))).ToArray();
        foreach (var (template, subject, vector) in rows) index.Add(template, subject, vector);

        for (var i = 0; i < 100; i += 2)
        {
            if (i % 4 == 0) index.Remove(rows[i].Template);
            else index.Erase(rows[i].Subject);
        }

        Assert.Equal(50, index.Count);
        for (var i = 0; i < 100; i++) Assert.Equal(i % 2 == 1, index.Candidates(rows[i].Vector, 1).Contains(rows[i].Template));
    }

    [Fact]
    public void What_changes_while_it_loads_wins_over_what_the_load_brings()
    {
        using var index = new CodeIndex(Dimension, 4);
        var (kept, removed, erased, added) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        var (erasedSubject, vectors) = (Guid.NewGuid(), Enumerable.Range(0, 4).Select(_ => Random(_random)).ToArray());

        index.Load(added, added, vectors[3]);
        index.Remove(removed);
        index.Erase(erasedSubject);
        index.Add(added, added, vectors[3]);
        index.Load(kept, kept, vectors[0]);
        index.Load(removed, removed, vectors[1]);
        index.Load(erased, erasedSubject, vectors[2]);
        index.Load(added, added, vectors[3]);
        index.EndLoad();

        Assert.Equal(2, index.Count);
        Assert.Equal([kept], index.Candidates(vectors[0], 1));
        Assert.Equal([added], index.Candidates(vectors[3], 1));
    }

    [Theory]
    [InlineData(128, false)]
    [InlineData(128, true)]
    [InlineData(512, false)]
    [InlineData(512, true)]
    [InlineData(500, true)]
    public void The_nearest_by_float_is_always_among_its_candidates(int dimension, bool clustered)
    {
        // more than two segments
        var rows = CodeSegment.RowsMax * 2 + 100;
        var centres = Enumerable.Range(0, 50).Select(_ => Random(_random, dimension)).ToArray();
        using var index = new CodeIndex(dimension, rows / 2);
        var people = Enumerable.Range(0, rows).Select(i => (Id: Guid.NewGuid(),
            Vector: clustered ? Near(centres[i % 50], 0.6f, _random) : Random(_random, dimension))).ToArray();
        foreach (var (id, vector) in people) index.Load(id, id, vector);
        index.EndLoad();

        for (var query = 0; query < 20; query++)
        {
            // half of them of nobody who is there
            var probe = query % 2 == 0 ? Near(people[_random.Next(rows)].Vector, 0.5f, _random) : Near(centres[query], 0.5f, _random);

            var best = people.OrderByDescending(one => Similarity(one.Vector, probe)).Take(5).Select(one => one.Id);

            Assert.Superset(best.ToHashSet(), index.Candidates(probe, 5).ToHashSet());
        }
    }

    [Fact]
    public void Its_candidates_are_bounded_where_all_are_alike()
    {
        using var index = new CodeIndex(Dimension, 0);
        var face = Random(_random);
        for (var i = 0; i < 6 * CodeIndex.CandidatesMax; i++) index.Load(Guid.NewGuid(), Guid.NewGuid(), face);
        index.EndLoad();

        Assert.Equal(CodeIndex.CandidatesMax, index.Candidates(face, 5).Count);
    }

    [Fact]
    public void Says_how_much_memory_it_holds_as_it_grows()
    {
        using var index = new CodeIndex(Dimension, 1000);
        Assert.Equal(CodeIndex.BytesFor(1000, Dimension), index.Bytes);
        Assert.InRange(index.Bytes, 1000 * (Dimension + 36), 1000 * (Dimension + 36) + 1024);

        for (var i = 0; i < 1001; i++) index.Load(Guid.NewGuid(), Guid.NewGuid(), Random(_random));
        Assert.Equal(CodeIndex.BytesFor(2000, Dimension), index.Bytes);

        // beyond a segment it no longer doubles
        for (var i = 1001; i < CodeSegment.RowsMax + 1; i++) index.Load(Guid.NewGuid(), Guid.NewGuid(), Random(_random));
        Assert.Equal(CodeIndex.BytesFor(CodeSegment.RowsMax + 8, Dimension), index.Bytes);
    }
}
