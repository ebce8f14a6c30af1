using FaceAuth.Store.Audit;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using FaceAuth.Testing;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using static FaceAuth.Store.Tests.Vectors;

namespace FaceAuth.Store.Tests.Postgres;

/// <summary>Two nodes on one database: what each must keep, the other cannot break.</summary>
public sealed class ConcurrencyTests : IAsyncLifetime
{
    const string Owner = "rp:1";
    const int Rounds = 20;

    readonly Random _random = new(5);
    PostgresDatabase? _database;
    PostgresStore? _first;
    PostgresStore? _second;

    [Fact]
    public async Task Of_enrolments_of_one_subject_on_two_nodes_one_is_stored()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var subject = await SubjectAsync($"anna {round}");
            var vectors = Enumerable.Range(0, 8).Select(_ => Random(_random)).ToArray();

            var added = await AtOnceAsync(
                8, (i, node) => node.Templates.TryAddAsync(subject, [Template(vectors[i])], default, Cancellation));

            Assert.Single(added, done => done);
            using var set = await _second!.Templates.LoadAsync(subject, Model, Cancellation);
            Assert.Equal(1, set!.Count);
            Assert.Equal(1f, set.BestSimilarity(vectors[Array.IndexOf(added, true)]), 1e-5f);
        }
    }

    [Fact]
    public async Task A_subject_never_has_more_templates_than_it_may()
    {
        var subject = await SubjectAsync("anna");
        var vectors = Enumerable.Range(0, 40).Select(_ => Random(_random)).ToArray();

        await AtOnceAsync(vectors.Length, async (i, node) =>
        {
            await node.Templates.AddAsync(subject, [Template(vectors[i], i / 40f)], Cancellation);
            return true;
        });

        using var set = await _first!.Templates.LoadAsync(subject, Model, Cancellation);
        Assert.Equal(4, set!.Count);
        Assert.All(vectors[36..], best => Assert.Equal(1f, set.BestSimilarity(best), 1e-5f));
    }

    [Fact]
    public async Task A_model_has_one_length_whoever_comes_first()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var model = $"model {round}";
            var subjects = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => SubjectAsync($"person {round} {i}")));

            var lengths = await AtOnceAsync(8, async (i, node) =>
            {
                var length = i % 4 < 2 ? 64 : 128;
                try
                {
                    await node.Templates.AddAsync(subjects[i], [Template(Random(new Random(i), length), model: model)], Cancellation);
                    return length;
                }
                catch (ArgumentException)
                {
                    return 0;
                }
            });

            Assert.Single(lengths.Where(length => length > 0).Distinct());
            Assert.Equal(4, lengths.Count(length => length > 0));
        }
    }

    [Fact]
    public async Task Enrolments_of_other_subjects_do_not_wait()
    {
        var (held, free) = (await SubjectAsync("held"), await SubjectAsync("free"));
        await _first!.Templates.AddAsync(held, [Template(Random(_random))], Cancellation);
        await using var other = new NpgsqlConnection(_database!.ConnectionString);
        await other.OpenAsync(Cancellation);
        await using var transaction = await other.BeginTransactionAsync(Cancellation);
        await using var hold = new NpgsqlCommand("""SELECT 1 FROM "Subjects" WHERE "Id" = $1 FOR UPDATE""", other, transaction);
        hold.Parameters.AddWithValue(held);
        await hold.ExecuteNonQueryAsync(Cancellation);

        var waiting = _first.Templates.AddAsync(held, [Template(Random(_random))], Cancellation).AsTask();
        var going = _first.Templates.AddAsync(free, [Template(Random(_random))], Cancellation).AsTask();
        await going.WaitAsync(TimeSpan.FromSeconds(8), Cancellation);
        Assert.False(waiting.IsCompleted);
        await transaction.CommitAsync(Cancellation);

        await waiting;
    }

    [Fact]
    public async Task A_subject_erased_on_one_node_while_the_other_enrols_it_leaves_nothing()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var subject = await SubjectAsync("anna");
            var adding = AddedAsync(_first!, subject);
            Assert.NotNull(await _second!.Subjects.EraseAsync(subject, Cancellation));
            await adding;

            Assert.Equal(0, await _first!.QueryAsync(c => c.Templates.CountAsync(Cancellation)));
        }
    }

    [Fact]
    public async Task What_was_enrolled_is_not_swept_as_empty_by_the_other_node()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var subject = await SubjectAsync($"anna {round}");
            var adding = AddedAsync(_first!, subject);
            await _second!.Subjects.EraseEmptyAsync(_second.Clock.GetUtcNow().AddMinutes(1), Cancellation);

            Assert.Equal(await adding ? 1 : null, (await _second.Subjects.FindAsync(subject, Cancellation))?.TemplateCount);
        }
    }

    [Fact]
    public async Task No_verdict_is_left_that_names_a_subject_erased_meanwhile()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var now = _first!.Clock.GetUtcNow();
            var subject = await SubjectAsync("anna");
            var session = new SessionRecord(
                Guid.NewGuid(), Owner, SessionPurpose.Identify, null, "nonce-nonce", "passive", SessionState.Created, now,
                now.AddMinutes(2));
            await _first.Sessions.CreateAsync(session, Cancellation);
            var ending = new SessionEnding(SessionState.Decided, "accepted", [], "a.b.c", "{}", now, subject);

            var ended = Task.Run(async () => await _first.Sessions.TryEndAsync(session.Id, ending, Cancellation), Cancellation);
            await _second!.Subjects.EraseAsync(subject, Cancellation);
            await ended;

            Assert.Null((await _first.Sessions.FindAsync(session.Id, Cancellation))!.Verdict);
        }
    }

    [Fact]
    public async Task Both_nodes_get_the_same_subject_of_a_new_name()
    {
        var subjects = await AtOnceAsync(32, (_, node) => node.Subjects.GetOrCreateAsync(Owner, "anna", Cancellation));

        Assert.Single(subjects.Select(s => s.Id).Distinct());
    }

    [Fact]
    public async Task A_relying_party_gets_32_keys_from_both_nodes_together()
    {
        var issued = await AtOnceAsync(40, async (_, node) =>
        {
            try
            {
                await node.Parties.IssueKeyAsync("bank", Cancellation);
                return true;
            }
            catch (InvalidOperationException)
            {
                return false;
            }
        });

        Assert.Equal(32, issued.Count(done => done));
    }

    [Theory]
    [InlineData("40001")]
    [InlineData("40P01")]
    public async Task A_transaction_that_the_server_undid_for_another_is_done_again(string state)
    {
        var tries = 0;

        var written = await _first!.Get<StoreDatabase>().WriteAsync(async context =>
        {
            var entry = new AuditEntry(DateTimeOffset.UnixEpoch, "once", "system", null, null, null);
            await _first.Get<AuditWriter>().AppendAsync(context, [entry], Cancellation);
#pragma warning disable EF1002 // the test's own
            if (tries++ < 2)
                await context.Database.ExecuteSqlRawAsync($"DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{state}'; END $$", Cancellation);
#pragma warning restore EF1002
            return tries;
        }, Cancellation);

        Assert.Equal(3, written);
        Assert.Single(await _second!.Audit.RecentAsync("system", 10, Cancellation));
    }

    public async ValueTask InitializeAsync()
    {
        _database = await PostgresDatabase.CreateAsync();
        _first = await PostgresStore.OpenAsync(_database, ("TemplatesPerSubject", "4"));
        _second = await PostgresStore.OpenAsync(_database, ("TemplatesPerSubject", "4"));
    }

    public async ValueTask DisposeAsync()
    {
        if (_second is not null) await _second.DisposeAsync();
        if (_first is not null) await _first.DisposeAsync();
        if (_database is not null) await _database.DisposeAsync();
    }

    async Task<T[]> AtOnceAsync<T>(int count, Func<int, PostgresStore, ValueTask<T>> work)
    {
        using var start = new ManualResetEventSlim();
        var tasks = Enumerable.Range(0, count).Select(i => Task.Run(async () =>
        {
            start.Wait(Cancellation);
            return await work(i, i % 2 == 0 ? _first! : _second!);
        })).ToArray();
        start.Set();
        return await Task.WhenAll(tasks);
    }

    async Task<bool> AddedAsync(PostgresStore node, Guid subject)
    {
        var template = Template(Random(_random));
        try
        {
            await Task.Run(async () => await node.Templates.AddAsync(subject, [template], Cancellation));
            return true;
        }
        catch (SubjectNotFoundException)
        {
            // erased first: just as good
            return false;
        }
    }

    async Task<Guid> SubjectAsync(string name) => (await _first!.Subjects.GetOrCreateAsync(Owner, name, Cancellation)).Id;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
