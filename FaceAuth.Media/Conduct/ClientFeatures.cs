using FaceAuth.Media.Dtls;

namespace FaceAuth.Media.Conduct;

/// <summary>What is known of the program at the other end.</summary>
/// <param name="Offer">How its offer is written.</param>
/// <param name="Hello">Its ClientHello; null before the handshake, and where it was the server's side.</param>
/// <param name="SendsAgreed">Whether its packets carry the header extension that was agreed on; null before enough came, or without.</param>
internal sealed record ClientFeatures(OfferTraits Offer, ClientHello? Hello = null, bool? SendsAgreed = null);
