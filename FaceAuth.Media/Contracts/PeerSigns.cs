namespace FaceAuth.Media.Contracts;

/// <summary>What a connection says for or against video that came past a camera.</summary>
/// <param name="ClientIdentity">ClientHello, description and header extensions of the browser that it says to be.</param>
/// <param name="Pacing">Capture times of pictures, spaced as a camera and a browser space them.</param>
/// <param name="KeyframeAnswer">How late and how exactly a picture came that was asked for anew.</param>
public readonly record struct PeerSigns(PeerSign ClientIdentity, PeerSign Pacing, PeerSign KeyframeAnswer);
