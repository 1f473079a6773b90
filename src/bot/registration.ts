/** How the bot is known to the Bot Framework. */
export interface BotRegistration {
  /** Empty on a developer's machine: then callers are not asked for a token and replies go to this machine only. */
  readonly appId: string;
  readonly appPassword: string;
  readonly appType: 'MultiTenant' | 'SingleTenant' | 'UserAssignedMSI' | null;
  readonly appTenantId: string;
  /** Parameters of a sovereign cloud under the SDK's own names, all of them or null. */
  readonly cloud: Readonly<Record<string, string>> | null;
  /** Variables that name a proxy for calls of channels, as far as they are set. */
  readonly proxy: Readonly<Record<string, string>>;
}
