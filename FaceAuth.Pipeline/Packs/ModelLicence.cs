namespace FaceAuth.Pipeline.Packs;

/// <summary>A licence, as the model's origin states it.</summary>
/// <param name="Name">SPDX id, or a name where there is none.</param>
/// <param name="NonCommercial">True when commercial use is forbidden.</param>
/// <param name="Statement">What the origin says, where.</param>
internal sealed record ModelLicence(string Name, bool NonCommercial, string Statement);
