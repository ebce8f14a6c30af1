namespace FaceAuth.Pipeline.Packs;

/// <summary>Which pack is used.</summary>
/// <param name="Pack">The pack.</param>
/// <param name="Notice">What the operator should know about the choice; null where it is the one that was asked for.</param>
internal sealed record PackChoice(PackEntry Pack, string? Notice)
{
    /// <summary>What the starter pack is good for, and how to get the better one.</summary>
    public const string StarterNotice =
        "Runs on the starter pack: small models that miss more, confuse more people and are easier to deceive than the permissive pack's. "
        + "Good for trying FaceAuth out, not for deciding about anybody. "
        + "For the permissive pack: faceauth models pull, then start the server again.";

    /// <summary>The pack that the options name.</summary>
    /// <remarks>
    /// Where they name none: the preferred pack, and the starter pack only where no file of the preferred one is there. A preferred pack of
    /// which a part is missing is a fault to mend, not a reason for another.
    /// </remarks>
    /// <exception cref="ModelException">There is no pack of that name.</exception>
    public static PackChoice Of(ModelsOptions options, ModelManifest manifest, ModelDirectory directory)
    {
        if (options.Pack is { } name) return new(manifest.Pack(name), null);
        var preferred = manifest.Pack(ModelsOptions.PreferredPack);
        var starter = manifest.Packs.FirstOrDefault(pack => pack.Name == ModelsOptions.StarterPack);
        if (starter is null || HasAny(preferred) || !HasAll(starter)) return new(preferred, null);
        return new(starter, StarterNotice);

        bool HasAny(PackEntry pack) => pack.Members.Values.SelectMany(ids => ids).Any(Has);

        bool HasAll(PackEntry pack) => pack.Members.Values.All(ids => ids.Any(Has));

        bool Has(string id) => directory.Find(manifest.Model(id)) is not null;
    }
}
