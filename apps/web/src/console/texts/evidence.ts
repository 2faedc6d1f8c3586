/** Evidence files: what they are for and what to do with one. */
export const evidenceTexts = {
  'evidence.title': 'Evidence',
  'evidence.ofPerson':
    'One file for an auditor: every passkey this person ever had with the bytes that prove it, the policy, the makers’ data and the events. Whoever gets it can check it without this server and without trusting it.',
  'evidence.ofPasskey':
    'One file for an auditor: the bytes that prove this passkey, the policy, the makers’ data and the events. Whoever gets it can check it without this server and without trusting it.',
  'evidence.download': 'Download evidence',
  'evidence.personal': 'It holds personal data, and the download is recorded.',
  'evidence.saved': '{name} was saved. The events have this SHA-256 of it:',
  'evidence.check': 'Check it with:',
} as const;
