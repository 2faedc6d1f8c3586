import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import '../design/tokens.css';
import '../design/controls.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { cssVariables, theme } from '../design/theme.ts';
import { makeRouter } from '../router.tsx';
import { makeQueryClient } from './query-client.ts';
import { styleNonce, tellLibrariesTheNonce } from './style-nonce.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no place for the application.');
tellLibrariesTheNonce();
const router = makeRouter();

createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={styleNonce}
    >
      <Notifications position="bottom-right" />
      <QueryClientProvider client={makeQueryClient()}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
