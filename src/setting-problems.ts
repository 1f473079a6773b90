import { resolve } from 'node:path';
import { CHINA_SETTINGS, DEMO_DIRECTORY_FILE, type Environment, type SettingName, type Settings } from './settings.ts';

const MIN_SECRET_LENGTH = 32;

/**
 * What is wrong with settings that are fine one by one, a sentence for each.
 * @param given the values as they were written
 */
export function problemsAcross(settings: Settings, given: Environment): string[] {
  const production = settings.NODE_ENV === 'production';
  return [
    ...roleProblems(settings, given),
    ...botProblems(given),
    ...cloudProblems(given),
    ...allOrNone(['CLU_ENDPOINT', 'CLU_KEY', 'CLU_PROJECT', 'CLU_DEPLOYMENT'], given),
    ...allOrNone(['SMTP_URL', 'MAIL_FROM'], given),
    ...(given.SMS_TOKEN && !given.SMS_URL ? ['SMS_URL: is unset although SMS_TOKEN is set; set SMS_URL as well'] : []),
    ...allOrNone(['GRAPH_TENANT_ID', 'GRAPH_CLIENT_ID', 'GRAPH_CLIENT_SECRET'], given),
    ...(production ? productionProblems(settings, given) : []),
  ];
}

/** What one instance leaves for another to do would never be done: a file has a single one. */
function roleProblems({ ROLE: role, ...settings }: Settings, given: Environment): string[] {
  const address = given.DATABASE_URL ?? settings.DATABASE_URL;
  if (role === 'all' || !/^file:/i.test(address)) return [];
  return [
    `ROLE: is ${role}, but DATABASE_URL names a file, on which one instance does everything; leave it empty, or use PostgreSQL`,
  ];
}

function botProblems(given: Environment): string[] {
  const { MicrosoftAppId: id, MicrosoftAppPassword: password, MicrosoftAppType: type } = given;
  if (!id) return password ? ['MicrosoftAppId: is unset although MicrosoftAppPassword is set; set both or none'] : [];
  const problems: string[] = [];
  if (!type) {
    // The SDK would silently take MultiTenant, which cannot be created any more since July 2025.
    problems.push(
      'MicrosoftAppType: is unset although MicrosoftAppId is set; set SingleTenant, UserAssignedMSI or MultiTenant',
    );
  }
  if (type === 'UserAssignedMSI' && password) {
    problems.push('MicrosoftAppPassword: must be empty for UserAssignedMSI; a managed identity has none');
  }
  if (type !== 'UserAssignedMSI' && !password) {
    problems.push(
      'MicrosoftAppPassword: is unset although MicrosoftAppId is set; copy the client secret of the app registration',
    );
  }
  if (type && type !== 'MultiTenant' && !given.MicrosoftAppTenantId) {
    // The type is not repeated: somebody may have pasted a secret there.
    problems.push(
      'MicrosoftAppTenantId: is unset; every type but MultiTenant needs the tenant of the app registration',
    );
  }
  return problems;
}

/** The SDK fills in nothing as soon as one of these is set, so a partial set would send tokens to an empty address. */
function cloudProblems(given: Environment): string[] {
  const problems = allOrNone(CHINA_SETTINGS, given);
  if (given.CallerId && !given.OAuthUrl) {
    problems.push('CallerId: is used only together with the settings of a sovereign cloud; leave it empty');
  }
  return problems;
}

function allOrNone(names: readonly SettingName[], given: Environment): string[] {
  const unset = names.filter((name) => !given[name]);
  if (unset.length === 0 || unset.length === names.length) return [];
  return unset.map((name) => `${name}: is unset; set all of ${names.join(', ')} or none of them`);
}

function productionProblems(settings: Settings, given: Environment): string[] {
  const problems: string[] = [];
  const need = (name: SettingName, why: string) => {
    if (!given[name]) problems.push(`${name}: is unset; production needs ${why}`);
  };
  need('MicrosoftAppId', 'the app id of the bot registration, because without it anybody could speak for a channel');
  need('DIRECTLINE_SECRET', 'a random text of at least 32 characters');
  need('STAFF_API_KEY', 'a random text of at least 32 characters');
  need('PUBLIC_URL', 'the https address of this server');
  if (!given.GRAPH_TENANT_ID) {
    need('DIRECTORY_FILE', 'the people of your organisations, or GRAPH_TENANT_ID; the demo people are for development');
  }
  if (settings.DIRECTORY_FILE && resolve(settings.DIRECTORY_FILE) === DEMO_DIRECTORY_FILE) {
    problems.push('DIRECTORY_FILE: is the demo directory, whose people are public; name your own file');
  }
  if (settings.PUBLIC_URL && !settings.PUBLIC_URL.startsWith('https:')) {
    problems.push('PUBLIC_URL: must start with https:// in production; tokens would travel readable');
  }
  if (settings.DIRECTLINE_SECRET?.some((secret) => secret.length < MIN_SECRET_LENGTH)) {
    problems.push(`DIRECTLINE_SECRET: each secret needs at least ${MIN_SECRET_LENGTH} characters in production`);
  }
  if (settings.STAFF_API_KEY && settings.STAFF_API_KEY.length < MIN_SECRET_LENGTH) {
    problems.push(`STAFF_API_KEY: needs at least ${MIN_SECRET_LENGTH} characters in production`);
  }
  if (settings.SMS_URL && !settings.SMS_URL.startsWith('https:')) {
    problems.push('SMS_URL: must start with https:// in production; codes would travel readable');
  }
  if (settings.WIDGET_ORIGINS?.some((origin) => !origin.startsWith('https:'))) {
    problems.push('WIDGET_ORIGINS: every origin must start with https:// in production');
  }
  return problems;
}
