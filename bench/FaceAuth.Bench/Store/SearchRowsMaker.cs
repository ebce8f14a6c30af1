using FaceAuth.Store.Contracts;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using FaceAuth.Store.Subjects;
using FaceAuth.Store.Templates;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Bench.Store;

/// <summary>Makes a gallery's rows as the store would: protected, sealed and authenticated, a subject for each template.</summary>
internal static class SearchRowsMaker
{
    public delegate ReadOnlySpan<float> VectorOf(int row);

    /// <summary>Some rows of it; fills <paramref name="subjects"/> with the ids, in the order of the rows.</summary>
    public static (SubjectRow Subject, TemplateRow Template)[] Make(
        IServiceProvider store, string owner, string model, int first, int count, VectorOf vectorOf, Guid[] subjects)
    {
        var (sealer, keys) = (store.GetRequiredService<TemplateSealer>(), store.GetRequiredService<TemplateKeys>());
        var names = store.GetRequiredService<NameSeal>();
        var made = new (SubjectRow Subject, TemplateRow Template)[count];
        Parallel.For(0, count, i =>
        {
            var id = Guid.NewGuid();
            var (name, wrapped) = ($"s{first + i}", keys.WrapNew(id));
            var hash = names.HashOf(owner, name);
            var subject = new SubjectRow
            {
                Id = id,
                Owner = owner,
                NameHash = hash,
                SealedName = names.TrySeal(id, wrapped, hash, name),
                WrappedKey = wrapped,
                CreatedAt = DateTimeOffset.UnixEpoch,
            };
            made[i] = (subject, sealer.Seal(subject, [new FaceTemplate(model, vectorOf(first + i).ToArray(), 0.9f)])[0]);
            subjects[first + i] = id;
        });
        return made;
    }
}
