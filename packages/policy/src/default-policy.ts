/** The policy that a new installation starts with. Written to be read and edited. */
export const defaultPolicySource = `# Who may use which passkeys. Every key but allowed_credential_types has a default; see the policy reference.
# An entry applies to the members of the group that is named like it (or of the groups in applies_to).
# Where several entries apply to a person, the strictest wins, matter by matter. To try a stricter rule before it can lock
# anybody out, name it in monitor.
passkey_policy:
  # Everybody. Any passkey is a great step up from a password.
  general_workforce:
    allowed_credential_types: [synced_passkey, platform_authenticator, security_key]
    minimum_credentials: 2
    attestation_required: false
    session_idle: 1h
    session_absolute: 24h

  # People who can do much harm when somebody else signs in as them. Passkeys that cannot be copied, on models that
  # their makers sign for and that you approved. By default a passkey is set aside when a fault of its model is reported
  # or its certificate is withdrawn (refused_statuses); that holds for every entry here.
  privileged_users:
    allowed_credential_types: [security_key, platform_authenticator]
    minimum_credentials: 2
    attestation_required: true
    sync_allowed: false
    # Names as the makers' metadata has them, or AAGUIDs. A name covers every model that carries it.
    approved_authenticators:
      - YubiKey 5 Series
      - YubiKey 5 Series with NFC
      - YubiKey 5 Series with Lightning
      - YubiKey 5 FIPS Series
      - YubiKey 5 FIPS Series with NFC
      - YubiKey 5 FIPS Series with Lightning
      - YubiKey Bio Series - FIDO Edition
      - Windows Hello Hardware Authenticator
      - Windows Hello VBS Hardware Authenticator
      - 2fc0579f-8113-47ea-b116-bb5a8db9202a # YubiKey 5 Series with NFC, firmware 5.2 and 5.4
      - a25342c0-3cdc-4414-8e46-f4807fca511c # YubiKey 5 Series with NFC, firmware 5.7
      - 08987058-cadc-4b81-b6e1-30de50dcbe96 # Windows Hello Hardware Authenticator
      - 9ddd1817-af5a-4672-a2b9-3e3dd95000a9 # Windows Hello VBS Hardware Authenticator
    session_idle: 15m
    session_absolute: 12h
    on_counter_regression: quarantine
    on_backup_state_change: quarantine

  # People who share a computer carry their passkeys with them.
  shared_workstation_users:
    allowed_credential_types: [security_key]
    minimum_credentials: 2
    attestation_required: true
    sync_allowed: false
    session_idle: 10m
    session_absolute: 12h
`;
