// A real identity provider (OpenID Connect) of an organisation, with one account whose second factor it vouches for.

import http from 'node:http';
import Provider from 'oidc-provider';
import { freePort } from './ports.mjs';

const ACR = 'urn:proef:twee-factoren';

/** How the configuration of TOM names the provider of this party. Its secret comes by the environment. */
export function configured(party, { issuer, client }) {
  return `
[[provider]]
party = "${party}"
issuer = "${issuer}"
client_id = "${client.client_id}"
acr = "${ACR}"
`;
}

/** Listens until `stop`, for a TOM at this address. It knows one person, with this e-mail address. */
export class IdentityProvider {
  static async start(url, email) {
    const port = await freePort();
    const client = { client_id: 'tom', client_secret: 'geheim-van-tom', redirect_uris: [`${url}/aanmelden/terug`] };
    const issuer = `http://127.0.0.1:${port}`;
    const provider = new Provider(issuer, {
      clients: [client],
      acrValues: [ACR],
      claims: { openid: ['sub'], email: ['email', 'email_verified'], acr: null },
      conformIdTokenClaims: false,
      cookies: { keys: ['proef'] },
      features: { devInteractions: { enabled: false } },
      interactions: { url: (_, interaction) => `/binnen/${interaction.uid}` },
      pkce: { required: () => true },
      findAccount: (_, accountId) => ({ accountId, claims: () => ({ sub: accountId, email, email_verified: true }) }),
      loadExistingGrant: async (ctx) => {
        const grant = new provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
        grant.addOIDCScope('openid email');
        await grant.save();
        return grant;
      },
    });
    const own = new IdentityProvider();
    Object.assign(own, { issuer, client, visits: 0 });
    const pages = provider.callback();
    own.server = http.createServer(async (request, response) => {
      if (!request.url.startsWith('/binnen/')) return pages(request, response);
      if (request.method === 'POST') {
        own.visits += 1;
        return provider.interactionFinished(request, response, { login: { accountId: '17', acr: ACR, ts: Math.floor(Date.now() / 1000) } });
      }
      response.setHeader('content-type', 'text/html; charset=utf-8');
      return response.end('<!doctype html><html lang="nl"><title>GGD</title><h1>Aanmelden bij de GGD</h1><form method="post"><button>Ik ben het</button></form>');
    });
    await new Promise((resolve) => own.server.listen(port, '127.0.0.1', resolve));
    return own;
  }

  async stop() {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
