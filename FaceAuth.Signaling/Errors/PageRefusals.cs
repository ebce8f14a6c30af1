namespace FaceAuth.Signaling.Errors;

/// <summary>Why the page in front of a person cannot have what it asks for.</summary>
internal static class PageRefusals
{
    public static readonly Refusal BadCannot = new("bad_cannot", 400, "Movements not known",
        "Set cannot to some of blink, turn_left, turn_right, nod_up, nod_down, move_closer, smile, open_mouth and pursuit, or leave it out.");

    public static readonly Refusal ReturnNotAllowed = new("return_not_allowed", 400, "Not a place to go back to",
        "The operator allows the addresses that people are sent back to: HostedPage:Parties, ReturnTo. Each is meant whole, but for a query.");

    public static readonly Refusal PolicyNotPossible = new("policy_not_possible", 409, "Too little is left to ask for",
        "Without these movements this check cannot be made as sure as it must be. Leave out fewer, or use another way to sign in.");
}
