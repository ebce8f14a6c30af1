namespace FaceAuth.Signaling.Commands.Doctor;

/// <summary>What checks found, in their order; one that breaks hides no other.</summary>
internal sealed class FindingList(CancellationToken cancellation)
{
    readonly List<Finding> _findings = [];

    public IReadOnlyList<Finding> All => _findings;

    public void Add(params IEnumerable<Finding> findings) => _findings.AddRange(findings);

    public async Task AddAsync(string name, Func<Task<IReadOnlyList<Finding>>> check)
    {
        try
        {
            _findings.AddRange(await check());
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            _findings.Add(Finding.Fault(name, e.GetBaseException().Message));
        }
    }
}
