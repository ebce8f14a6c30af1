using FaceAuth.Store.Contracts;

namespace FaceAuth.Pipeline.Contracts;

/// <summary>What a photo is good for: exactly one of both is set.</summary>
/// <param name="Flaw">Why it makes no template, snake case: "not_a_picture", "too_many_pixels", "no_face", "blurred" ….</param>
/// <param name="Template">The template of its face.</param>
public readonly record struct StillFace(string? Flaw, FaceTemplate? Template);
