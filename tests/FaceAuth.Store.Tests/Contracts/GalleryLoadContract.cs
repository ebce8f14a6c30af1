using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using FaceAuth.Store.Search;
using FaceAuth.Store.Subjects;
using FaceAuth.Store.Templates;
using Microsoft.EntityFrameworkCore;
using static FaceAuth.Store.Tests.Vectors;

namespace FaceAuth.Store.Tests.Contracts;

/// <summary>A gallery that several readers load side by side is the gallery that one would have loaded.</summary>
public abstract class GalleryLoadContract : IAsyncLifetime
{
    const string Owner = "rp:1";

    /// <summary>More than one reader loads.</summary>
    const int Many = CodeSegment.RowsMax + 100;

    static readonly IndexKey _key = new(Owner, Model);

    readonly Random _random = new(5);
    StoreUnderTest _store = null!;

    [Theory]
    [InlineData(0, 4, 1)]
    [InlineData(1, 4, 2)]
    [InlineData(3, 4, 4)]
    [InlineData(50, 4, 4)]
    [InlineData(50, 1, 1)]
    public async Task Ranges_have_every_subject_once(int subjects, int readers, int ranges)
    {
        var enrolled = await EnrolAsync(subjects);
        await _store.Subjects.GetOrCreateAsync("rp:2", "another's", Cancellation);
        var database = _store.Get<StoreDatabase>();

        var found = await database.ReadAsync(context => SearchRows.RangesAsync(context, _key, readers, Cancellation), Cancellation);
        var read = new List<Guid>();
        foreach (var range in found)
            await database.ReadAsync(async context =>
            {
                var rows = _store.Get<SearchRows>().ReadAsync(context, _key, range, [], Cancellation);
                await foreach (var row in rows) read.Add(row.SubjectId);
                return read.Count;
            }, Cancellation);

        Assert.Equal(ranges, found.Count);
        Assert.Equal(enrolled.Select(one => one.Subject).Order(), read.Order());
    }

    [Fact]
    public async Task Every_sound_row_is_in_the_index_and_an_altered_one_is_told()
    {
        var enrolled = await EnrolAsync(Many);
        var (altered, _) = enrolled[Many / 2];
        await _store.QueryAsync(context => context.Templates.Where(t => t.SubjectId == altered)
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.Quality, 1f), Cancellation));

        foreach (var (subject, face) in enrolled.Where((_, i) => i % 500 == 0))
        {
            var found = await _store.Templates.NearestAsync(Owner, Model, face, 1, Cancellation);
            Assert.Equal(subject, found[0].SubjectId);
        }

        Assert.Equal(Many - 1, _store.Get<IndexCache>().CountOf(_key));
        Assert.Equal(altered, Assert.Single(await _store.QueryAsync(context => context.AlteredRows.ToListAsync())).SubjectId);
    }

    [Fact]
    public async Task A_row_of_another_length_ends_all_readers_and_is_told()
    {
        var enrolled = await EnrolAsync(Many);

        var fault = await Assert.ThrowsAsync<ArgumentException>(
            () => _store.Templates.NearestAsync(Owner, Model, Random(_random, 64), 1, Cancellation).AsTask());

        Assert.Contains("The probe has 64 numbers", fault.Message, StringComparison.Ordinal);
        var found = await _store.Templates.NearestAsync(Owner, Model, enrolled[0].Face, 1, Cancellation);
        Assert.Equal(enrolled[0].Subject, found[0].SubjectId);
    }

    public async ValueTask InitializeAsync() => _store = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _store.DisposeAsync();
    }

    private protected abstract Task<StoreUnderTest> OpenAsync();

    /// <summary>As many subjects with a template each, in one transaction.</summary>
    async Task<List<(Guid Subject, float[] Face)>> EnrolAsync(int count)
    {
        var (keys, names, sealer) = (_store.Get<TemplateKeys>(), _store.Get<NameSeal>(), _store.Get<TemplateSealer>());
        var enrolled = new List<(Guid, float[])>();
        await _store.Get<StoreDatabase>().WriteAsync(
            context =>
            {
                enrolled.Clear();
                for (var i = 0; i < count; i++)
                {
                    var (id, face) = (Guid.NewGuid(), Random(_random));
                    var (hash, wrapped) = (names.HashOf(Owner, $"s{i}"), keys.WrapNew(id));
                    var subject = new SubjectRow
                    {
                        Id = id,
                        Owner = Owner,
                        NameHash = hash,
                        SealedName = names.TrySeal(id, wrapped, hash, $"s{i}"),
                        WrappedKey = wrapped,
                    };
                    context.Subjects.Add(subject);
                    context.Templates.AddRange(sealer.Seal(subject, [Template(face)]));
                    enrolled.Add((id, face));
                }

                return context.SaveChangesAsync(Cancellation);
            },
            Cancellation);
        return enrolled;
    }

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
